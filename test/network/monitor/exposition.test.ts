import { expect } from "chai";
import { describe, it } from "mocha";
import { exposition } from "../../../network/monitor/exposition.js";
import { METRICS } from "../../../network/monitor/metrics.js";

describe("the monitor's metrics as text", () => {
  it("have help, type and a line each, samples of one metric together", () => {
    const text = exposition([
      { metric: "wattproof_node_peers", labels: { node: "a" }, value: 3 },
      { metric: "wattproof_chain_height", labels: {}, value: 12 },
      { metric: "wattproof_node_peers", labels: { node: "b" }, value: 0.5 },
      { metric: "wattproof_certificate_days_left", labels: { kind: "agency", name: "wxr" }, value: -1e-7 },
    ]);
    expect(text.split("\n")).to.deep.equal([
      `# HELP wattproof_chain_height ${METRICS.wattproof_chain_height}`,
      "# TYPE wattproof_chain_height gauge",
      "wattproof_chain_height 12",
      `# HELP wattproof_node_peers ${METRICS.wattproof_node_peers}`,
      "# TYPE wattproof_node_peers gauge",
      'wattproof_node_peers{node="a"} 3',
      'wattproof_node_peers{node="b"} 0.5',
      `# HELP wattproof_certificate_days_left ${METRICS.wattproof_certificate_days_left}`,
      "# TYPE wattproof_certificate_days_left gauge",
      'wattproof_certificate_days_left{kind="agency",name="wxr"} -1e-7',
      "",
    ]);
    expect(exposition([])).to.equal("");
  });

  it("escape what would end a label", () => {
    const text = exposition([{ metric: "wattproof_node_up", labels: { node: 'a"} 1\nx\\' }, value: 1 }]);
    expect(text.split("\n")[2]).to.equal('wattproof_node_up{node="a\\"} 1\\nx\\\\"} 1');
  });

  it("have names and words that the format allows", () => {
    for (const [name, words] of Object.entries(METRICS)) {
      expect(name).to.match(/^wattproof_[a-z]+(?:_[a-z]+)*$/);
      expect(words, name).to.match(/^[^\\\n]+\.$/);
    }
  });
});
