// discord-digital-twin for the tests: what people do comes in at /do/NAME, the bot's REST calls at
// /api, where the gaps are closed that discord.py falls into. Usage: node -r ./loopback.cjs twin.mjs
import http from "node:http";
import { DigitalDiscord } from "discord-digital-twin";

const twin = new DigitalDiscord({
  guild: { name: "Test" },
  channels: [{ name: "general", type: 0 }],
  users: [{ username: "alice" }],
});
await twin.start();
const user = await twin.getFirstNonBotUserId();
const channel = (await twin.prisma.channel.findMany()).find((each) => each.type === 0).id;
const text = (value) =>
  JSON.stringify(value ?? null, (_, each) => (typeof each === "bigint" ? String(each) : each));

// The twin leaves out the shard, who is mentioned, and who asked for what a button is under.
const gateway = twin.server.gateway;
const send = gateway.sendDispatch.bind(gateway);
const bot = { id: twin.botUserId, username: "bot", discriminator: "0", avatar: null, bot: true };
gateway.sendDispatch = (client, event, data) => {
  if (event === "READY") data = { ...data, shard: [0, 1] };
  if (event === "MESSAGE_CREATE" && data.content?.includes(`<@${twin.botUserId}>`)) {
    data = { ...data, mentions: [bot] };
  }
  if (event === "INTERACTION_CREATE" && data.message && !data.message.message_reference) {
    const asked = { id: data.id, type: 2, user: data.member.user, authorizing_integration_owners: {} };
    data = { ...data, message: { ...data.message, interaction_metadata: asked } };
  }
  return send(client, event, data);
};

const where = (given) => ({ channelId: channel, userId: user, ...given });
const deeds = {
  info: () => ({ token: twin.botToken, bot: twin.botUserId, channel, user, guild: twin.guildId }),
  say: (given) => twin.simulateUserMessage(where(given)),
  click: (given) => twin.simulateButtonClick(where(given)),
  submit: (given) => twin.simulateModalSubmit(where(given)),
  interact: (given) => twin.simulateInteraction(where(given)),
  response: (given) => twin.channel(channel).getInteractionResponse(given.id),
  messages: (given) => twin.channel(given.channel ?? channel).getMessages(),
  commands: () => twin.prisma.applicationCommand.findMany(),
};

async function rest(request, body) {
  const path = request.url.replace("/oauth2/applications/@me", "/applications/@me");
  if (request.method === "GET" && path.split("?")[0].endsWith("/commands")) {
    return [200, text(await deeds.commands())];
  }
  const answer = await fetch(twin.restUrl + path.slice("/api".length), {
    method: request.method,
    headers: { authorization: request.headers.authorization ?? "", "content-type": "application/json" },
    body: body || undefined,
  });
  let found = await answer.text();
  let status = answer.status;
  if (path.endsWith("/applications/@me")) {
    const rest = { icon: null, description: "", summary: "", verify_key: "", bot_public: true };
    const owner = { id: "1", username: "owner", discriminator: "0", avatar: null };
    found = text({ bot_require_code_grant: false, ...rest, owner, ...JSON.parse(found) });
  } else if (path.includes("/callback") && status === 204) {
    status = 200;
    found = text({ interaction: { id: path.split("/")[4], type: 2, response_message_id: "1" } });
  }
  return [status, found];
}

const server = http.createServer(async (request, response) => {
  let body = "";
  for await (const part of request) body += part;
  let status = 200;
  let found;
  try {
    if (request.url.startsWith("/do/")) {
      found = text(await deeds[request.url.slice(4)](body ? JSON.parse(body) : {}));
    } else {
      [status, found] = await rest(request, body);
    }
  } catch (error) {
    [status, found] = [500, text({ error: String(error?.stack ?? error) })];
  }
  response.writeHead(status, { "content-type": "application/json" });
  response.end(status === 204 ? undefined : found);
});
server.listen(0, () => console.log(`listening ${server.address().port}`));
