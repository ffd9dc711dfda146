import { provenanceInFrench } from "../../cli/rules/wording.ts";
import type { Lifecycle } from "../../shared/kernel/lifecycle.ts";
import { table } from "./markdown.ts";

/** A procedure's lifecycle: its Mermaid diagram, then its rows. `ruleLink` turns a rule id into Markdown. */
export function lifecycleSection<State extends string, Event extends string>(
  lifecycle: Lifecycle<State, Event>,
  ruleLink: (id: string) => string,
): string {
  const { label, states, events, rows } = lifecycle;
  const lines = rows.map((row) => [
    `${states[row.from]} (\`${row.from}\`)`,
    `${events[row.event]} (\`${row.event}\`)`,
    `${states[row.to]} (\`${row.to}\`)`,
    ruleLink(row.rule),
    provenanceInFrench(row.provenance),
  ]);
  return [
    `### ${label}`,
    ["```mermaid", ...diagram(lifecycle), "```"].join("\n"),
    table(["From", "Event", "To", "Rule", "Provenance"], lines),
  ].join("\n\n");
}

function diagram<State extends string, Event extends string>(lifecycle: Lifecycle<State, Event>): readonly string[] {
  const { initial, terminal, states, events, rows } = lifecycle;
  return [
    "stateDiagram-v2",
    ...Object.entries<string>(states).map(([state, label]) => `  state "${label}" as ${state}`),
    `  [*] --> ${initial}`,
    ...rows.map(({ from, event, to, rule }) => `  ${from} --> ${to}: ${inDiagram(events[event])} (${rule})`),
    ...terminal.map((state) => `  ${state} --> [*]`),
  ];
}

/** Mermaid ends a statement at a semicolon, and a label at a colon. */
function inDiagram(label: string): string {
  return label.replace(/\s*[;:]\s*/g, ", ");
}
