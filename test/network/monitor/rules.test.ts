import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { alarmsOf } from "../../../network/monitor/alarms.js";
import type { Labels, MetricName, Sample } from "../../../network/monitor/metrics.js";
import { METRICS } from "../../../network/monitor/metrics.js";
import { ALARM_RULES, type AlarmRule } from "../../../network/monitor/rules.js";

const RULES: readonly AlarmRule[] = ALARM_RULES;
const A: Labels = { node: "a" };
const B: Labels = { node: "b" };
const sample = (metric: MetricName, value: number, labels: Labels = {}): Sample => ({ metric, labels, value });

describe("the rules of alarms", () => {
  it("have a name each, and say why", () => {
    expect(new Set(RULES.map(({ code }) => code)).size).to.equal(RULES.length);
    for (const { code, reason, summary, lastsMinutes } of RULES) {
      expect(code).to.match(/^(?:[A-Z][a-z]+){2,}$/);
      expect(reason, code).to.match(/^[A-Z].{20,}\.$/);
      expect(summary, code).to.match(/[^.]$/);
      expect(lastsMinutes, code).to.be.within(0, 60);
    }
  });

  it("go by what is measured", () => {
    for (const { metric, limit, code } of RULES) {
      expect(METRICS, code).to.have.property(metric);
      if (typeof limit === "string") expect(METRICS, code).to.have.property(limit);
    }
  });
});

describe("alarms", () => {
  it("are raised beyond the limit, and neither at it nor before", () => {
    const number = fc.double({ noNaN: true, min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(fc.constantFrom(...RULES), number, fc.constantFrom(-1, 0, 1), (rule, bound, beyond) => {
        const limit = typeof rule.limit === "number" ? rule.limit : bound;
        const value = limit + beyond * Math.max(0.001, Math.abs(limit) / 1000);
        const bounds = typeof rule.limit === "number" ? [] : [sample(rule.limit, limit, A)];
        const raised = alarmsOf([sample(rule.metric, value, A), ...bounds]).map(({ code }) => code as string);
        expect(raised.includes(rule.code)).to.equal(rule.is === "above" ? beyond === 1 : beyond === -1);
      }),
    );
  });

  it("compare a node's value with its own limit alone", () => {
    const alarms = alarmsOf([
      sample("wattproof_node_peers", 3, A),
      sample("wattproof_node_peers", 3, B),
      sample("wattproof_node_peers_least", 4, B),
    ]);
    expect(alarms).to.deep.equal([
      { code: "PeersFew", severity: "warning", node: "b", message: "b has 3 peers, too few for a quorum." },
    ]);
  });

  it("are not raised by what was not measured", () => {
    expect(alarmsOf([])).to.deep.equal([]);
    expect(alarmsOf([sample("wattproof_chain_head_age_seconds", 1e9)])).to.deep.equal([]);
  });

  it("name the node or the organisation, and round what people read", () => {
    const alarms = alarmsOf([
      sample("wattproof_node_disk_days_until_full", 3.06, A),
      sample("wattproof_node_disk_free_ratio", 0.0567, A),
      sample("wattproof_certificate_days_left", -2.04, { kind: "agency", name: "wxr" }),
      sample("wattproof_certificate_days_left", 29.96, { kind: "node", name: "b" }),
    ]);
    expect(alarms.map(({ node, organisation, message }) => [node ?? organisation, message])).to.deep.equal([
      ["a", "5.7 % of the disk of a is free."],
      ["a", "The disk of a is full in 3.1 days if it goes on as before."],
      ["wxr", "The certificate of the agency wxr has -2 days left."],
      ["b", "The certificate of the node b has 30 days left."],
    ]);
  });
});
