import { faultsTolerated, quorumOf } from "../../protocol/bft/index.js";
import { foundingWarnings } from "../consortium/warnings.js";
import { OPERATOR_FILES } from "./alertmanager.js";
import { IMAGES } from "./images.js";
import { BRIDGE_SUBNET, type NetworkPlan } from "./plan.js";
import { PORTS } from "./ports.js";
import { SERVICE_HOME } from "./systemd.js";

const DAY_S = 86_400;

/** `README.md` for whoever runs the nodes of the folder. */
export function operatorReadme(plan: NetworkPlan): string {
  return [introduction, ports, start, watching, identity, rollingUpgrade, accessToRpc, upkeep]
    .map((part) => part(plan))
    .join("\n");
}

function introduction({ consortium }: NetworkPlan): string {
  const { chainId, consensus, organisations, nodes } = consortium;
  const validators = nodes.filter(({ validator }) => validator).length;
  const warnings = foundingWarnings(nodes).map(({ message }) => `- **Mind**: ${message}\n`);
  return `# Chain ${chainId}

${consensus === "qbft" ? "QBFT" : "IBFT 2.0"}, ${organisations.length} organisations, ${validators} validators. A block needs ${quorumOf(validators)} of them; ${faultsTolerated(validators)} may fail.
${warnings.length > 0 ? `\n${warnings.join("")}` : ""}
\`consortium.json\`, \`genesis.json\` and \`static-nodes.json\` are the same at every founder. \`nodes/*/key\`, \`nodes/*/tls/node.key\`,
\`organisations/*/*.key\` and \`.env\` are secret: they never leave this organisation. Keep a copy of the keys offline; a node's
\`data\` can be fetched from others again, its key cannot.
`;
}

function ports({ own, isBridged }: NetworkPlan): string {
  const rows = own.map(
    ({ name, host, port, rpcHttp, rpcWs, metrics }) =>
      `| ${name} | ${host}:${port} | ${rpcHttp} | ${rpcWs} | ${metrics} |\n`,
  );
  const bridge = `With Docker the nodes are in a network of their own, ${BRIDGE_SUBNET}; if that is in use, choose another in \`docker-compose.yml\`
and in each \`nodes/*/docker\`.`;
  return `## Ports and firewall

| Node | devp2p, TCP | JSON-RPC | WebSocket | metrics |
| --- | --- | --- | --- | --- |
${rows.join("")}
Monitor ${PORTS.monitor}, Prometheus ${PORTS.prometheus}, Alertmanager ${PORTS.alertmanager}, Grafana ${PORTS.grafana}, PostgreSQL ${PORTS.postgres}, MQTT ${PORTS.mosquitto}. All but devp2p listen on
127.0.0.1.
${isBridged ? `\n${bridge}\n` : ""}
- Let in, on each node's devp2p port over TCP, the addresses in \`static-nodes.json\` and nothing else. UDP is not used: there is no
  discovery.
- Let out to the same. A node must be seen by others under the very address that they have of it: Besu compares the address that
  a connection comes from, and the port that it states, with its list. Behind address translation this fails.
- **That comparison leaves the node's key out.** devp2p proves a node's key when one connects *to* it, but a connection *from* a
  listed address is taken with any key (tried with Besu after 26.3.0: a stranger at a listed address and port was let in). The
  firewall, or better a VPN between the hosts, is therefore no luxury. A stranger who gets through can read the chain and send
  transactions, but cannot vote on blocks: that takes a validator's key.
- Open none of the other ports to other machines without TLS and authentication; see below.
`;
}

function start({ own, isBridged }: NetworkPlan): string {
  const [first] = own;
  const machines = `If your nodes are on several machines, copy this folder to each, with the keys of the nodes there alone, and name these nodes:
\`docker compose up --detach ${first?.name} prometheus alertmanager grafana\`. All addresses are the machines' own, so containers share their hosts'
network.
`;
  return `## Start

\`\`\`
docker compose up --detach
\`\`\`

\`.env\` names the user who made this folder: nodes run as that user, since only it may read their keys.
${isBridged ? "" : machines}
Without Docker: Besu, 26.6.0 or later, needs Java 25, and is started in the node's folder.

\`\`\`
cd nodes/${first?.name} && LOG4J_CONFIGURATION_FILE=log4j2.xml besu --config-file=config.toml
\`\`\`

\`wattproof\` is the command of a clone of Wattproof's repository: \`npm install\` and \`npm link\` in it put it onto the PATH; \`npx wattproof\`
in the clone does the same. \`wattproof network up\` with this folder does either for all nodes in it and waits for blocks; \`status\`, \`logs\` and \`down\` are the rest.

With systemd: a user \`wattproof\` that owns ${SERVICE_HOME}, where this folder goes (elsewhere: \`sed -i s,${SERVICE_HOME},/else/where, systemd/*\`).

\`\`\`
cp systemd/* /etc/systemd/system/ && systemctl daemon-reload
systemctl enable --now wattproof-besu@${first?.name} wattproof-monitor
\`\`\`

It runs if \`curl http://127.0.0.1:${first?.rpcHttp}/readiness\` says UP and its height grows. The first block comes as soon as a quorum of
validators is connected.
`;
}

function watching(): string {
  const { here } = OPERATOR_FILES;
  return `## Watching

\`wattproof network monitor .\` in this folder, or its systemd unit, shows nodes, disks, certificates and alarms, and gives them to
Prometheus, which raises the same alarms by \`prometheus/alerts.yml\`. Alertmanager tells them to whom you name; it runs as the user
in \`.env\`, so these files may have the mode 0600:

- \`${here}/webhook.url\`: the URL to send to, in one line.
- \`${here}/addresses.tmpl\`, for e-mail: \`{{ define "operator.to" }}…{{ end }}{{ define "operator.from" }}…{{ end }}\`. It goes to
  the mail relay of this machine. For another set \`smarthost\`, \`auth_username\`, \`auth_password_file: ${OPERATOR_FILES.inside}/smtp.password\` and
  \`require_tls: true\` in \`alertmanager/alertmanager.yml\`.

Take away what you do not use of \`webhook_configs\` and \`email_configs\` there, and try it before you need it: stop a node for two minutes.
Grafana has the dashboards *network* and *nodes*. All of them share this machine's network, since the monitor is a process of it: Docker
Desktop has to be told to (host networking).
`;
}

function identity(): string {
  return `## What proves what

- **The node key** (\`key\`) is the validator's vote and the node's identity in devp2p. Besu's p2p knows no certificates.
  **Never run one key in two places**, not even for a moment while a machine is exchanged: the two contradict each other in the
  consortium's name, and each counts against the faults that the chain tolerates.
- **The node certificate** (\`tls/node.crt\`) is for TLS on RPC and service ports. The organisation's agency issued it, and it names the
  node's enode URL; the node key in turn signed the certificate's SHA-256 (\`proof\` in \`consortium.json\`). So neither stands for
  another node.
- **The agency key** issues certificates of this organisation's nodes. It is not needed to run them: keep it elsewhere.
- **The account key** votes for the organisation. Put it into a keystore (\`wattproof account create --import-file\`), and keep the
  file elsewhere.
`;
}

function rollingUpgrade({ consortium, own }: NetworkPlan): string {
  const validators = consortium.nodes.filter(({ validator }) => validator).length;
  const spare = faultsTolerated(validators);
  const rule =
    spare === 0
      ? `With ${validators} validators none may be missing: the chain pauses while one restarts.`
      : `At most ${spare} of the ${validators} validators may be down at any time, over all organisations: agree on whose turn it is, and upgrade one at a time.`;
  return `## Rolling upgrade

${rule} The image is pinned to \`${IMAGES.besu}\` for each node apart.

1. Read Besu's release notes for changes of BFT, storage and options. Storage may not go back: copy \`data\` first while the node is
   stopped.
2. Change the tag of one node in \`docker-compose.yml\`, and \`docker compose up --detach --no-deps ${own[0]?.name}\`; or exchange Besu and
   \`systemctl restart wattproof-besu@${own[0]?.name}\`.
3. Wait until its height is that of the others and its peers are back, then take the next.
4. A fork changes the genesis file: all nodes need the same new file before its time. \`wattproof network compare\` names differences.
`;
}

function accessToRpc({ own }: NetworkPlan): string {
  const name = own[0]?.name;
  return `## RPC for other machines

RPC listens on 127.0.0.1, without TLS. To open it, give it TLS and admit known clients alone. Besu reads its key from PKCS #12:

\`\`\`
cd nodes/${name}
(umask 077; openssl rand -base64 24 > tls/node.password
openssl pkcs12 -export -inkey tls/node.key -in tls/node.crt -certfile ../../organisations/${own[0]?.organisation}/agency.crt \\
  -name ${name} -passout file:tls/node.password -out tls/node.p12)
cat >> config.toml << 'END'
rpc-http-tls-enabled=true
rpc-http-tls-keystore-file="tls/node.p12"
rpc-http-tls-keystore-password-file="tls/node.password"
rpc-http-tls-client-auth-enabled=true
rpc-http-tls-known-clients-file="tls/known_clients"
END
\`\`\`

and set \`rpc-http-host\`, and \`host-allowlist\` to the names under which it is called. \`tls/known_clients\` has the certificates of this
organisation's nodes; add a line per client: its common name and SHA-256 fingerprint. Callers pass the agency's certificate:
\`curl --cacert agency.crt --cert node.crt --key node.key https://…\`. ADMIN, PERM and DEBUG belong on no port that others reach: leave
them out of \`rpc-http-api\` then. MQTT for devices elsewhere: a second \`listener 8883\` in \`mosquitto/mosquitto.conf\` with \`cafile\`,
\`certfile\`, \`keyfile\` and \`require_certificate true\`.
`;
}

function upkeep({ blockPeriodS }: NetworkPlan): string {
  const blocksADay = Math.floor(DAY_S / blockPeriodS).toLocaleString("en");
  return `## Upkeep

- **Disk**: nodes keep all history (FOREST). Even empty, a chain with a block every ${blockPeriodS} s has ${blocksADay} blocks a day. Logs rotate at
  5 × 10 MB per node, and what Docker keeps at 3 × 10 MB. The monitor says in how many days the disk is full.
- **Who may connect**: \`perm_addNodesToAllowlist\` and \`perm_removeNodesFromAllowlist\` on each node, as members decide; the node writes
  its \`permissions_config.toml\` anew. Who may send transactions is local policy, not consensus: \`accounts-allowlist\` in the same
  file counts once \`permissions-accounts-config-file-enabled\` is true.
- **Gas is free**: every node needs \`min-gas-price=0\`, and clients send with a gas price of 0.
- **Certificates** end; the monitor counts the days. Blocks do not depend on them.
`;
}
