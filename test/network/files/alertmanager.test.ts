import { matchesGlob } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { parse as parseYaml } from "yaml";
import { OPERATOR_FILES } from "../../../network/files/alertmanager.js";
import { initNetwork } from "../../../network/index.js";
import { ALARM_RULES } from "../../../network/monitor/rules.js";
import { FOUR, fileOf } from "../support/foundings.js";

interface Receiver {
  readonly name: string;
  readonly webhook_configs: readonly Readonly<Record<string, unknown>>[];
  readonly email_configs: readonly Readonly<Record<string, unknown>>[];
}
interface Route {
  readonly receiver?: string;
  readonly matchers?: readonly string[];
  readonly routes?: readonly Route[];
}

const network = initNetwork(FOUR);
const text = fileOf(network, "alertmanager/alertmanager.yml");
const config = parseYaml(text) as {
  readonly templates: readonly string[];
  readonly route: Route;
  readonly inhibit_rules: readonly { readonly source_matchers: string[]; readonly target_matchers: string[] }[];
  readonly receivers: readonly Receiver[];
};

describe("alertmanager.yml", () => {
  it("has the members that Alertmanager knows, and sends to a receiver that is there", () => {
    expect(Object.keys(config)).to.deep.equal(["templates", "route", "inhibit_rules", "receivers"]);
    const [receiver, ...others] = config.receivers;
    expect(others).to.deep.equal([]);
    expect(receiver?.name).to.equal(config.route.receiver);
    expect(Object.keys(receiver ?? {})).to.deep.equal(["name", "webhook_configs", "email_configs"]);
    for (const { matchers } of config.route.routes ?? []) {
      for (const matcher of matchers ?? []) expect(matcher).to.match(/^severity="(?:critical|warning)"$/);
    }
  });

  it("names alarms that there are", () => {
    const codes: readonly string[] = ALARM_RULES.map(({ code }) => code);
    const matchers = config.inhibit_rules.flatMap((rule) => [...rule.source_matchers, ...rule.target_matchers]);
    for (const matcher of matchers) {
      const [, names = ""] = /^alertname=~?"([A-Za-z|]+)"$/.exec(matcher) ?? [];
      expect(codes, matcher).to.include.members(names.split("|"));
    }
  });

  it("invents no address: all that is the operator's is in files of the operator", () => {
    const [receiver] = config.receivers;
    expect(receiver?.webhook_configs).to.deep.equal([
      { url_file: `${OPERATOR_FILES.inside}/webhook.url`, send_resolved: true },
    ]);
    const [{ to, from, smarthost } = {}] = receiver?.email_configs ?? [];
    expect([to, from]).to.deep.equal(['{{ template "operator.to" . }}', '{{ template "operator.from" . }}']);
    expect(smarthost).to.equal("127.0.0.1:25");
    expect(text).not.to.match(/@|https?:/);
    expect(matchesGlob(`${OPERATOR_FILES.inside}/addresses.tmpl`, config.templates[0] ?? "")).to.equal(true);
  });

  it("finds these files, in a folder that is made for them and kept out of git", () => {
    expect(network.empty).to.include.members([OPERATOR_FILES.here, "alertmanager/data", "run"]);
    const ignored = fileOf(network, ".gitignore").split("\n");
    expect(ignored).to.include.members([`${OPERATOR_FILES.here}/`, "alertmanager/data/", "run/"]);
    const { services } = parseYaml(fileOf(network, "docker-compose.yml")) as {
      readonly services: Readonly<
        Record<string, { readonly volumes: string[]; readonly user: string; readonly command: string[] }>
      >;
    };
    expect(services.alertmanager?.volumes).to.include(`./${OPERATOR_FILES.here}:${OPERATOR_FILES.inside}:ro`);
    // Secrets have the mode 0600: who reads them is who owns them.
    expect(services.alertmanager?.user).to.equal(services["wxr-node-1"]?.user);
    for (const name of ["webhook.url", "addresses.tmpl"]) expect(fileOf(network, "README.md")).to.include(name);
  });

  it("is where Prometheus sends alarms, and listens on this machine alone", () => {
    const prometheus = parseYaml(fileOf(network, "prometheus/prometheus.yml")) as {
      readonly rule_files: readonly string[];
      readonly alerting: {
        readonly alertmanagers: readonly { readonly static_configs: readonly { targets: string[] }[] }[];
      };
    };
    const [target] = prometheus.alerting.alertmanagers[0]?.static_configs[0]?.targets ?? [];
    const compose = fileOf(network, "docker-compose.yml");
    expect(compose).to.include(`--web.listen-address=${target}`).and.include("--cluster.listen-address=");
    expect(target).to.match(/^127\.0\.0\.1:/);
    for (const file of prometheus.rule_files) expect(fileOf(network, `prometheus/${file}`)).to.include("groups:");
  });
});
