// Block Kit as HTML. Reads {name: {title, kind, blocks}} as JSON from standard input, writes {name: html} to standard output.
import { createRequire } from "node:module";

const require = createRequire(`${process.argv[2]}/`); // the folder that node_modules was installed in
const { createElement } = require("react");
const { renderToStaticMarkup } = require("react-dom/server");
const { Message } = require("slack-blocks-to-jsx");

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const given = JSON.parse(Buffer.concat(chunks).toString("utf8"));

// Two things that this renderer does in its own way: it takes "verbatim" for "no markup at all", and shows a chosen option only after its effects have run.
const asRendered = (value) => {
  if (Array.isArray(value)) return value.map(asRendered);
  if (value === null || typeof value !== "object") return value;
  const { verbatim, ...rest } = value;
  if (rest.initial_option) rest.placeholder = rest.initial_option.text;
  return Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, asRendered(inner)]));
};
const html = Object.entries(given).map(([name, { blocks }]) => [
  name,
  renderToStaticMarkup(createElement(Message, { blocks: asRendered(blocks), name: "Glossary", logo: "", time: new Date(0), withoutWrapper: true })),
]);
process.stdout.write(JSON.stringify(Object.fromEntries(html)));
