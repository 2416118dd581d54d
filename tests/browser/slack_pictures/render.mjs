// Block Kit as HTML: {name: blocks} as JSON from standard input, {name: html} to standard output.
// Usage: node render.mjs FOLDER, where node_modules is in FOLDER.
import { createRequire } from "node:module";

const require = createRequire(`${process.argv[2]}/`);
const { createElement } = require("react");
const { renderToStaticMarkup } = require("react-dom/server");
const { Message } = require("slack-blocks-to-jsx");

// This renderer takes "verbatim" for "no markup at all", where Slack only makes no links of its own,
// and shows the chosen option of a menu only after effects, which do not run here.
const asDrawn = (value) => {
  if (Array.isArray(value)) return value.map(asDrawn);
  if (value === null || typeof value !== "object") return value;
  const { verbatim, ...rest } = value;
  if (rest.initial_option) rest.placeholder = rest.initial_option.text;
  return Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, asDrawn(inner)]));
};

const drawn = (blocks) =>
  renderToStaticMarkup(createElement(Message, { blocks: asDrawn(blocks), name: "", logo: "", time: new Date(0), withoutWrapper: true }));

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const given = JSON.parse(Buffer.concat(chunks).toString("utf8"));
process.stdout.write(JSON.stringify(Object.fromEntries(Object.entries(given).map(([name, blocks]) => [name, drawn(blocks)]))));
