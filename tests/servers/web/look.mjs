// Opens pages in headless Chromium and reports what a reader, or a careful one, would run into.
// Standard input: {base, modules, chromium, looks: [{path, width, dark, language, script, picture}]}
// Standard output: for each look {errors, foreign, overflow, violations, background, language}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { base, modules, chromium: executablePath, looks } = JSON.parse(readFileSync(0, "utf8"));
const require = createRequire(`${modules}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});

// axe can't run where scripts are off, nor its script where a policy forbids it: it is evaluated.
async function violations(page) {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }));
  return found.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((n) => n.html).join(" | ")}`);
}

async function look({ path, width, dark, language, script = true, picture }) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? "dark" : "light",
    locale: language ?? "en-GB",
    javaScriptEnabled: script,
  });
  const page = await context.newPage();
  const errors = [];
  const foreign = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("requestfailed", (request) => errors.push(`${request.url()} failed`));
  page.on("request", (request) => request.url().startsWith(base) || foreign.push(request.url()));
  const response = await page.goto(base + path, { waitUntil: "load" });
  // A browser reports pages that are errors by themselves, which they are here on purpose.
  if (response.status() >= 400) errors.splice(0, errors.length, ...errors.filter((e) => !e.startsWith("Failed to load resource")));
  const found = { path, width, dark: Boolean(dark), status: response.status(), errors, foreign };
  if (script) {
    Object.assign(found, await page.evaluate(() => ({
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      background: getComputedStyle(document.body).backgroundColor,
      language: document.documentElement.lang,
      text: document.body.innerText,
    })));
    found.violations = await violations(page);
  } else {
    found.text = await page.locator("main").innerText();
  }
  if (picture) await page.screenshot({ path: picture, fullPage: true });
  await context.close();
  return found;
}

const seen = [];
for (const each of looks) seen.push(await look(each));
await browser.close();
console.log(JSON.stringify(seen));
