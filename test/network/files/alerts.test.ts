import { expect } from "chai";
import fc from "fast-check";
import { after, before, describe, it } from "mocha";
import { parse as parseYaml } from "yaml";
import { CONSEQUENCES } from "../../../network/files/alertmanager.js";
import { alertRules } from "../../../network/files/alertRules.js";
import { NETWORK_PANELS } from "../../../network/files/grafana.js";
import { alarmsOf, exposition, NetworkMonitor, nodeNames, type Sample, samplesOf } from "../../../network/index.js";
import { METRICS, type MetricName } from "../../../network/monitor/metrics.js";
import { ALARM_RULES, type AlarmRule } from "../../../network/monitor/rules.js";
import { makeChain, VALIDATORS } from "../support/chainDouble.js";
import { openDoubles } from "../support/openDoubles.js";
import { makeTestNetwork, NODES, type TestNetwork } from "../support/testNetwork.js";

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const file = parseYaml(alertRules()) as {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
};
const rules = file.groups.flatMap((group) => group.rules);
const NOW_S = 1_800_000_000;
/** What Prometheus gives itself: https://prometheus.io/docs/concepts/jobs_instances */
const OWN_METRICS = ["up", "ALERTS"];

/** Names of metrics in PromQL: words that are neither functions nor within braces or quotes. */
function metricsIn(expression: string): readonly string[] {
  const bare = expression.replace(/\{[^}]*\}/g, "").replace(/\b(?:or|and|unless|by|sum|rate)\b/g, "");
  return [...bare.matchAll(/\b[a-zA-Z_]\w*\b(?!\s*\()/g)].map(([name]) => name);
}

describe("the rules of Prometheus", function () {
  this.timeout(60_000);
  let network: TestNetwork;
  let close = async () => {};
  let given: string;
  let samples: readonly Sample[];

  before(async () => {
    network = makeTestNetwork();
    const sealers = (number: number) => VALIDATORS.filter((_, at) => at !== number % VALIDATORS.length);
    const chain = makeChain({ height: 60, headS: NOW_S - 1, sealers });
    close = await openDoubles(
      network,
      NODES.map(() => ({ chain })),
    );
    let nowS = NOW_S;
    const monitor = new NetworkMonitor(network.open(), {
      now: () => 1000 * nowS,
      readValidators: async () => VALIDATORS.map(({ address }) => address),
    });
    await monitor.look();
    nowS += 3600;
    samples = samplesOf(await monitor.look(), nodeNames(network.open()));
    given = exposition(samples);
  });
  after(async () => {
    await close();
    network.remove();
  });

  const labelsOf = (metric: string) =>
    samples.filter((sample) => sample.metric === metric).map(({ labels }) => Object.keys(labels).sort());

  it("are one for each alarm of the monitor, and one for the monitor", () => {
    expect(rules.map(({ alert }) => alert)).to.deep.equal([...ALARM_RULES.map(({ code }) => code), "MonitorSilent"]);
    for (const [at, { severity }] of ALARM_RULES.entries()) expect(rules[at]?.labels).to.deep.equal({ severity });
  });

  it("have the members that Prometheus knows, and no others", () => {
    expect(Object.keys(file)).to.deep.equal(["groups"]);
    for (const { alert, expr, for: lasts = "0m", labels, annotations, ...others } of rules) {
      expect(others, alert).to.deep.equal({});
      expect(alert).to.match(/^[A-Za-z]+$/);
      expect(expr).to.be.a("string");
      expect(lasts).to.match(/^\d+m$/);
      expect(Object.keys(labels)).to.deep.equal(["severity"]);
      expect(Object.keys(annotations)).to.deep.equal(["summary", "description"]);
    }
  });

  it("ask for no metric but those that the monitor really gives out", () => {
    const names = [...given.matchAll(/^(\w+)(?:\{[^}]*\})? \S+$/gm)].map(([, name]) => name);
    // A disk of a test does not fill within an hour.
    const known = [...names, "wattproof_node_disk_days_until_full", ...OWN_METRICS];
    for (const { alert, expr } of rules) {
      expect(metricsIn(expr), alert).not.to.deep.equal([]);
      expect(known, alert).to.include.members([...metricsIn(expr)]);
    }
    for (const { title, expression } of NETWORK_PANELS) {
      expect(known, title).to.include.members([...metricsIn(expression)]);
    }
  });

  it("name in words only labels that the values have", () => {
    for (const { alert, expr, annotations } of rules) {
      const [metric = ""] = metricsIn(expr);
      const named = [...(annotations.summary ?? "").matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label as string);
      const labels = metric === "wattproof_node_disk_days_until_full" ? [["node"]] : labelsOf(metric);
      for (const each of labels) expect(each, alert).to.include.members(named);
      expect(annotations.summary, alert).not.to.match(/(?<!\{)\{\w+\}/);
    }
    for (const { title, legend = "", expression } of NETWORK_PANELS) {
      const [metric = ""] = metricsIn(expression);
      const named = [...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label as string);
      if (metric !== "ALERTS") for (const each of labelsOf(metric)) expect(each, title).to.include.members(named);
    }
  });

  it("raise what the monitor raises, whatever it sees", () => {
    const table: readonly AlarmRule[] = ALARM_RULES;
    const names = [
      ...new Set(table.flatMap(({ metric, limit }) => (typeof limit === "string" ? [metric, limit] : [metric]))),
    ];
    const value = fc.oneof(fc.constantFrom(0, 0.1, 1, 7, 30), fc.double({ noNaN: true, min: -10, max: 100 }));
    const look = fc.array(
      fc.record({ metric: fc.constantFrom(...names), labels: fc.constantFrom({ node: "a" }, { node: "b" }), value }),
    );
    fc.assert(
      fc.property(look, (all) => {
        const seen = all.filter(
          ({ metric, labels }, at) => at === all.findIndex((each) => each.metric === metric && each.labels === labels),
        );
        const ours = alarmsOf(seen).map(({ code, node }) => `${code} ${node}`);
        expect(raisedByPrometheus(exposition(seen))).to.have.members(ours);
      }),
    );
  });

  /** Evaluates the expressions of the generated file over what is given out: `metric <|> number|metric`. */
  function raisedByPrometheus(text: string): readonly string[] {
    const values = [...text.matchAll(/^(\w+)(?:\{node="(\w+)"\})? (\S+)$/gm)].map(([, name, node, value]) => ({
      ...{ name, node, value: Number(value) },
    }));
    return rules.flatMap(({ alert, expr }) => {
      const [, metric, operator, bound = ""] = /^(\w+) ([<>]) ([\w.]+)$/.exec(expr) ?? [];
      return values.flatMap(({ name, node, value }) => {
        if (name !== metric) return [];
        const limit =
          bound in METRICS ? values.find((each) => each.name === bound && each.node === node)?.value : Number(bound);
        if (limit === undefined) return [];
        return (operator === "<" ? value < limit : value > limit) ? [`${alert} ${node}`] : [];
      });
    });
  }
});

describe("what follows from an alarm", () => {
  const rule = (code: string) => ALARM_RULES.find((each) => each.code === code) as AlarmRule | undefined;

  it("is a warning, never something critical", () => {
    for (const { from, not } of CONSEQUENCES) {
      expect(rule(from), from).not.to.equal(undefined);
      for (const code of not) expect(rule(code)?.severity, code).to.equal("warning");
    }
  });

  it("is told of the same node where both have one", () => {
    const hasNode = (metric: MetricName | undefined) =>
      metric?.startsWith("wattproof_node_") || metric === "wattproof_validator_blunt";
    for (const { from, not, equal } of CONSEQUENCES) {
      for (const code of not) {
        if (equal.length > 0)
          expect(
            [from, code].every((each) => hasNode(rule(each)?.metric)),
            code,
          ).to.equal(true);
      }
    }
  });
});
