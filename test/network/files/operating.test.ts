import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, matchesGlob } from "node:path";
import { Ajv } from "ajv";
import { expect } from "chai";
import { describe, it } from "mocha";
import { parse as parseToml } from "smol-toml";
import { parse as parseYaml } from "yaml";
import { NETWORK_PANELS, NODE_PANELS } from "../../../network/files/grafana.js";
import { IMAGES } from "../../../network/files/images.js";
import { servicePorts } from "../../../network/files/plan.js";
import { PORTS } from "../../../network/files/ports.js";
import { initNetwork } from "../../../network/index.js";
import { parseEnodeUrl } from "../../../protocol/index.js";
import besuMetrics from "../fixtures/besuMetrics.json" with { type: "json" };
import besuOptions from "../fixtures/besuOptions.json" with { type: "json" };
import { FOUR, fileOf, hostsText } from "../support/foundings.js";

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly restart: string;
  readonly network_mode?: string;
  readonly networks?: Record<string, { readonly ipv4_address: string }>;
  readonly ports?: readonly string[];
  readonly volumes: readonly string[];
  readonly working_dir: string;
}

const schema = JSON.parse(readFileSync(join(import.meta.dirname, "..", "fixtures", "compose-spec.json"), "utf8"));
const tried = initNetwork(FOUR);
const real = initNetwork({ ...FOUR, hosts: hostsText(4) });
const composeOf = (of: typeof tried) =>
  parseYaml(fileOf(of, "docker-compose.yml")) as { services: Record<string, Service>; networks?: object };
const tomlOf = (of: typeof tried, path: string) => parseToml(fileOf(of, path));

describe("a node's config.toml", () => {
  it("has options that Besu knows, and no others", () => {
    for (const network of [tried, real]) {
      for (const { name } of network.own) {
        const options = tomlOf(network, `nodes/${name}/config.toml`);
        expect(besuOptions.options).to.include.members(Object.keys(options));
      }
    }
  });

  it("gives each node on one machine ports of its own", () => {
    const ports = tried.own.flatMap(({ name }) => {
      const options = tomlOf(tried, `nodes/${name}/config.toml`);
      return ["p2p-port", "rpc-http-port", "rpc-ws-port", "metrics-port"].map((option) => options[option]);
    });
    expect(new Set(ports).size).to.equal(16);
    expect(ports.slice(0, 4)).to.deep.equal([30303, 8545, 8546, 9545]);
  });

  it("keeps services on this machine, and opens devp2p to others only if there are others", () => {
    for (const [network, listens] of [
      [tried, "127.0.0.1"],
      [real, "0.0.0.0"],
    ] as const) {
      const options = tomlOf(network, "nodes/wxr-node-2/config.toml");
      expect(options).to.deep.include({
        ...{ "rpc-http-host": "127.0.0.1", "rpc-ws-host": "127.0.0.1", "metrics-host": "127.0.0.1" },
        ...{ "p2p-interface": listens, "discovery-enabled": false, "min-gas-price": 0 },
        ...{ "data-storage-format": "FOREST", "tx-pool": "SEQUENCED", "permissions-nodes-config-file-enabled": true },
      });
    }
    expect(tomlOf(real, "nodes/wxr-node-2/config.toml")["p2p-host"]).to.equal("10.0.0.2");
  });

  it("offers the API of its consensus", () => {
    const ibft = initNetwork({ ...FOUR, consensus: "ibft2" });
    const apis = (of: typeof tried) => tomlOf(of, "nodes/wxr-node-1/config.toml")["rpc-http-api"];
    expect(apis(tried)).to.include.members(["QBFT", "PERM"]).and.not.include("IBFT");
    expect(apis(ibft)).to.include("IBFT").and.not.include("QBFT");
  });

  it("lets in just the consortium's nodes, and connects to them", () => {
    const permissions = tomlOf(real, "nodes/wxbc-node-1/permissions_config.toml");
    const listed = JSON.parse(fileOf(real, "static-nodes.json")) as string[];
    expect(permissions["nodes-allowlist"]).to.deep.equal(listed);
    expect(listed.map((url) => parseEnodeUrl(url).host)).to.deep.equal([
      "10.0.0.1",
      "10.0.0.2",
      "10.0.0.3",
      "10.0.0.4",
    ]);
    expect(permissions["accounts-allowlist"]).to.deep.equal(
      real.consortium.organisations.map(({ account }) => account),
    );
  });
});

describe("ports of services", () => {
  it("never meet a port that a node listens on for others", () => {
    const nodes = [8545, 8556, 9565, 1].map((port, at) => ({ name: `n${at}`, host: "10.0.0.1", port }));
    const given = [...servicePorts(nodes, new Set(["n0"])).values()].flatMap((each) => Object.values(each));
    expect(new Set([...given, ...nodes.map(({ port }) => port)]).size).to.equal(16);
  });

  it("never are those of what watches the nodes", () => {
    for (const service of Object.values(PORTS)) {
      for (const rpcPort of [service, service - 1, service - 1000]) {
        const given = servicePorts([{ name: "n0", host: "127.0.0.1", port: 30303 }], new Set(["n0"]), rpcPort).get(
          "n0",
        );
        expect(Object.values(given ?? {}))
          .to.have.length(3)
          .and.not.include(service);
      }
    }
  });

  it("are distinct for a hundred nodes on one host", () => {
    const nodes = Array.from({ length: 100 }, (_, at) => ({ name: `n${at}`, host: "127.0.0.1", port: 30303 + at }));
    const given = [...servicePorts(nodes, new Set(["n0"])).values()].flatMap((each) => Object.values(each));
    expect(new Set([...given, ...nodes.map(({ port }) => port)]).size).to.equal(400);
  });

  it("begin with one's own nodes, wherever they stand in the list, if a first port is given", () => {
    const nodes = ["a", "b", "c"].map((name, at) => ({ name, host: "127.0.0.1", port: 30303 + at }));
    const rpcOf = (own: readonly string[], first?: number) =>
      own.map((name) => servicePorts(nodes, new Set(own), first).get(name)?.rpcHttp);
    expect(rpcOf(["c"], 9000)).to.deep.equal([9000]);
    expect(rpcOf(["b", "c"], 9000)).to.deep.equal([9000, 9010]);
    // Without one, all who share a machine count alike.
    expect(["a", "b", "c"].flatMap((name) => rpcOf([name]))).to.deep.equal([8545, 8555, 8565]);
  });

  it("are Besu's own for somebody's only node, wherever it stands in the list", () => {
    const nodes = ["a", "b", "c"].map((name, at) => ({ name, host: `10.0.0.${at + 1}`, port: 30303 }));
    expect(servicePorts(nodes, new Set(["c"])).get("c")).to.deep.equal({ rpcHttp: 8545, rpcWs: 8546, metrics: 9545 });
  });
});

describe("the compose file", () => {
  it("follows the Compose Specification", () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile({ ...schema, $schema: undefined });
    for (const network of [tried, real]) {
      expect(validate(composeOf(network)), JSON.stringify(validate.errors)).to.equal(true);
    }
    expect(validate({ services: { a: { imagge: "b" } } })).to.equal(false);
  });

  it("pins each image by its version", () => {
    for (const image of Object.values(IMAGES)) expect(image).to.match(/^[a-z/-]+:v?\d+\.\d+(?:\.\d+)?$/);
    const images = Object.values(composeOf(tried).services).map(({ image }) => image);
    expect(new Set(images)).to.deep.equal(new Set(Object.values(IMAGES)));
  });

  it("starts what died again, and limits what Docker keeps of logs", () => {
    for (const service of Object.values(composeOf(tried).services)) {
      expect(service).to.deep.include({ restart: "unless-stopped" });
      expect(service).to.have.nested.property("logging.options.max-size");
      expect(service).to.have.nested.property("logging.options.max-file");
    }
  });

  it("gives a network on one machine a bridge, with lists that fit its addresses", () => {
    const { services, networks } = composeOf(tried);
    expect(networks).to.have.property("consortium");
    const listed = JSON.parse(fileOf(tried, "nodes/wxr-node-1/docker/static-nodes.json")) as string[];
    const bridged = listed.map((url) => parseEnodeUrl(url));
    for (const [at, { name, id, port }] of tried.own.entries()) {
      const service = services[name];
      const address = service?.networks?.consortium?.ipv4_address;
      expect(bridged[at]).to.deep.equal({ id, host: address, port });
      expect(service?.command).to.include(`--p2p-host=${address}`);
      const permissions = tomlOf(tried, `nodes/${name}/docker/permissions_config.toml`);
      expect(permissions["nodes-allowlist"]).to.deep.equal(listed);
      expect(service?.command).to.include("--permissions-nodes-config-file=docker/permissions_config.toml");
    }
  });

  it("lets nodes of a real network share their hosts' addresses, and offers services to this machine alone", () => {
    for (const [name, service] of Object.entries(composeOf(real).services)) {
      expect(service.network_mode, name).to.equal("host");
      expect(service.ports, name).to.equal(undefined);
    }
    expect(composeOf(real).services["wxr-node-1"]?.command).to.include("--rpc-http-host=127.0.0.1");
    for (const { ports = [] } of Object.values(composeOf(tried).services)) {
      for (const port of ports) expect(port).to.match(/^127\.0\.0\.1:/);
    }
  });

  it("gives Besu no option that it does not know, and mounts only files that are there", () => {
    const files = new Set(tried.files.map(({ path }) => path));
    const folders = new Set(
      [...files, ...tried.empty.map((folder) => `${folder}/`)].flatMap((path) =>
        path.split("/").map((_, at, all) => all.slice(0, at).join("/")),
      ),
    );
    for (const service of Object.values(composeOf(tried).services)) {
      const options = service.image === IMAGES.besu ? (service.command ?? []) : [];
      const names = options.map((option) => option.replace(/^--/, "").replace(/=.*/, ""));
      expect([...besuOptions.options, "config-file"]).to.include.members(names);
      const mounted = service.volumes
        .map((volume) => volume.split(":")[0] ?? "")
        .filter((from) => from.startsWith("./"));
      for (const from of mounted) {
        expect(files.has(from.slice(2)) || folders.has(from.slice(2)), from).to.equal(true);
      }
    }
  });

  it("shows no node the keys of another, nor any organisation's", () => {
    for (const { name } of tried.own) {
      const mounted = composeOf(tried).services[name]?.volumes.map((volume) => volume.split(":")[0]);
      expect(mounted).to.deep.equal([`./nodes/${name}`, "./genesis.json"]);
    }
  });
});

describe("files that are not secret", () => {
  it("hold no secret, and .gitignore keeps those that are out of git", () => {
    const { files } = initNetwork({ ...FOUR, keys: undefined });
    const secretFiles = files.filter(({ isSecret }) => isSecret);
    const secrets = secretFiles.flatMap(({ path, text }) => {
      if (path === ".env") return [...text.matchAll(/PASSWORD=(.*)/g)].map(([, password]) => password ?? "");
      if (!text.startsWith("-----BEGIN")) return [text.trim().slice(2)];
      const { d = "" } = createPrivateKey(text).export({ format: "jwk" });
      return [d, Buffer.from(d, "base64url").toString("hex")];
    });
    expect(secrets).to.have.length(2 + 4 + 3 + 2 * (4 + 3));
    for (const { path, text, isSecret } of files) {
      for (const secret of secrets) expect(!isSecret && text.includes(secret), path).to.equal(false);
    }
    const ignored = fileOf(tried, ".gitignore").trim().split("\n");
    for (const { path } of secretFiles) {
      expect(
        ignored.some((pattern) => matchesGlob(path, pattern)),
        path,
      ).to.equal(true);
    }
  });
});

describe("what is collected and drawn of nodes", () => {
  it("is where each gives its metrics, on this machine, under its own name", () => {
    for (const network of [tried, real]) {
      const { scrape_configs } = parseYaml(fileOf(network, "prometheus/prometheus.yml")) as {
        scrape_configs: { static_configs: { targets: string[]; labels: { instance: string } }[] }[];
      };
      const targets = scrape_configs.map((job) =>
        job.static_configs.map(({ targets: [target], labels }) => `${labels.instance} ${target}`),
      );
      expect(targets[0]?.slice(0, 2)).to.deep.equal(["wxr-node-1 127.0.0.1:9545", "wxr-node-2 127.0.0.1:9555"]);
      expect(targets[1]).to.deep.equal(["monitor 127.0.0.1:9600"]);
    }
  });

  it("is reached there from containers, too", () => {
    const { services } = composeOf(tried);
    for (const { name, metrics } of tried.own) {
      expect(services[name]?.ports).to.include(`127.0.0.1:${metrics}:${metrics}`);
    }
    for (const name of ["prometheus", "alertmanager", "grafana"]) {
      expect(services[name]).to.include({ network_mode: "host" });
    }
  });

  it("is only what Besu measures", () => {
    for (const { expression, title } of NODE_PANELS) {
      const names = expression.match(/\b[a-z]+(?:_[a-z0-9]+)+\b/g) ?? [];
      expect(names, title).to.have.length(1);
      expect(besuMetrics.metrics, title).to.include(names[0]);
    }
  });

  it("has a panel each, on a board for the nodes and one for the network", () => {
    for (const [file, panels] of [
      ["nodes", NODE_PANELS],
      ["network", NETWORK_PANELS],
    ] as const) {
      const dashboard = JSON.parse(fileOf(tried, `grafana/dashboards/${file}.json`));
      const shown = dashboard.panels.map(
        ({ title, targets: [{ expr }] }: { title: string; targets: { expr: string }[] & [{ expr: string }] }) => [
          title,
          expr,
        ],
      );
      expect(shown).to.deep.equal(panels.map(({ title, expression }) => [title, expression]));
      const places = dashboard.panels.map(
        ({ gridPos: { x, y } }: { gridPos: { x: number; y: number } }) => `${x} ${y}`,
      );
      expect(new Set(places).size).to.equal(panels.length);
    }
  });
});

describe("a node's log", () => {
  it("is rotated", () => {
    const log = fileOf(tried, "nodes/wxr-node-1/log4j2.xml");
    expect(log)
      .to.include('<SizeBasedTriggeringPolicy size="10MB"/>')
      .and.include('<DefaultRolloverStrategy max="5"/>');
  });
});

describe("what an operator reads", () => {
  it("has every node's ports, and the arithmetic of rolling upgrades and of who could halt the chain", () => {
    const readme = fileOf(tried, "README.md");
    for (const { name, host, port, rpcHttp, rpcWs, metrics } of tried.own) {
      expect(readme).to.include(`| ${name} | ${host}:${port} | ${rpcHttp} | ${rpcWs} | ${metrics} |`);
    }
    expect(readme).to.include("At most 1 of the 4 validators may be down");
    expect(readme).to.include("wxr holds 2 of 4 validators and can halt the chain alone");
    const single = fileOf(initNetwork({ ...FOUR, nodes: 1, orgs: "a:1", keys: undefined }), "README.md");
    expect(single).to.include("none may be missing");
    expect(readme).to.include("`npm install` and `npm link` in it put it onto the PATH");
  });

  it("names files that are there", () => {
    for (const network of [tried, real]) {
      const names = fileOf(network, "README.md").match(
        /\b(?:genesis|static-nodes|consortium)\.json|docker-compose\.yml/g,
      );
      for (const name of new Set(names)) expect(fileOf(network, name)).to.have.length.greaterThan(0);
    }
  });
});
