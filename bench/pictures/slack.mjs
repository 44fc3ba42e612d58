// node slack.mjs < message.json > page.html   (needs `npm install` in this folder)
import fs from 'node:fs'
import { createRequire } from 'node:module'
import React from 'react'
import { renderToStaticMarkup } from 'react-dom/server'

const require = createRequire(import.meta.url)
const { Message } = require('slack-blocks-to-jsx')
const style = fs.readFileSync(require.resolve('slack-blocks-to-jsx/dist/style.css'), 'utf8')
const logo = 'data:image/svg+xml;utf8,' + encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="36" height="36"><rect width="36" height="36" rx="8" fill="#611f69"/>' +
  '<text x="18" y="24" font-family="sans-serif" font-weight="bold" font-size="15" fill="#fff" text-anchor="middle">AI</text></svg>')
const message = JSON.parse(fs.readFileSync(0, 'utf8'))
// The package reads plain text as markup and shows links of verbatim text as they are written;
// Slack does neither.
const blocks = JSON.parse(JSON.stringify(message.blocks), (key, value) => key === 'verbatim' ? undefined : value)
const html = renderToStaticMarkup(React.createElement(Message, {
  name: 'Japan AI', logo, time: new Date(2026, 10, 22, 9, 0), blocks,
  data: { users: [], channels: [] }, showBlockKitDebug: false,
}))
const ours = `body { margin: 0; padding: 16px; background: #fff; font-family: "Noto Sans", "Noto Sans CJK JP", "DejaVu Sans", sans-serif }
  .slack_blocks_to_jsx--block_wrapper { margin: 4px 0 }` // the room that Slack leaves between blocks
process.stdout.write(`<!doctype html><meta charset=utf-8><style>${style}${ours}</style><body>${html}
<script>document.title = Math.ceil(document.body.getBoundingClientRect().height)</script>`)
