import type { Command } from "commander";
import { read } from "../../../evidence/index.js";
import type { RegisteredNode } from "../../../governance/index.js";
import {
  type NodeHost,
  parseHost,
  parseValidity,
  putRenewed,
  type Renewal,
  renewNode,
} from "../../../network/index.js";
import { nodeEndpoint, parseEnodeUrl } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { addValidityOptions, type ValidityFlags } from "../network/networkOptions.js";
import { NodeNameUnknown, NodeOrganisationUnfit } from "./errors.js";
import { type Governance, openGovernance } from "./openGovernance.js";
import { type NodeName, nodeIn, parseNode } from "./propose/namedIn.js";

interface Flags extends WriteFlags, ValidityFlags {
  readonly of: string;
  readonly host?: string;
}

const AFTER = `Needs no vote: the organisation's account sends it, and the node's key signs. The new certificate waits as tls/node.next.crt in the
node's folder until the registry has it, and is tls/node.crt from then on; a second run goes on where the first one stopped. Agents of other
nodes see a new endpoint within seconds.\n${ABOUT_ACCOUNTS}`;

/** `wattproof consortium renew-node`: a node's next certificate, and its new address if it moves. */
export function addConsortiumRenewNode(parent: Command): void {
  const command = parent
    .command("renew-node")
    .description("as the organisation that runs it, give a node another certificate or address")
    .argument("<node>", "its name or address", parseNode)
    .requiredOption("--of <dir>", "folder with the node's keys and the organisation's agency")
    .option("--host <endpoint>", "IPv4:port where others reach it from now on; else as before");
  finishCommand(addAccountOptions(addValidityOptions(command)), {
    example: "npx wattproof consortium renew-node wxr-node-1 --of pilot --host 10.0.3.7:30303 --account wxr.json",
    after: AFTER,
  });
  command.action((name: NodeName, flags: Flags) =>
    withChain(flags, async (chain) => {
      const here = await openGovernance(chain);
      const node = registered(here, name);
      const { renewal, from, to } = await prepare(here, node, flags);
      const { endpoint, certificateHash, validUntil } = renewal;
      // An earlier run was interrupted after its transaction.
      const isDone = node.certificateHash === certificateHash && node.endpoint === endpoint;
      const receipt = isDone
        ? undefined
        : await transact(chain, await openAccount(chain, flags), {
            says: `Give the node ${node.name} the certificate ${certificateHash}, at ${endpoint}`,
            to: here.consortium.addresses.nodes,
            data: here.consortium.nodes.interface.encodeFunctionData("renew", [
              node.address,
              endpoint,
              certificateHash,
              renewal.proof,
            ]),
          });
      putRenewed(renewal);
      const moves = nodeEndpoint(from) !== endpoint;
      printResult(
        {
          node: node.name,
          address: node.address,
          endpoint,
          certificateHash,
          validUntil: validUntil.toISOString(),
          certificate: renewal.certificate,
          transaction: receipt?.hash ?? null,
          block: receipt?.blockNumber ?? null,
        },
        [
          `${node.name} at ${endpoint}: certificate ${certificateHash}, valid until ${validUntil.toISOString().slice(0, 10)}.`,
          `  ${renewal.certificate}`,
          receipt
            ? `  transaction ${receipt.hash} in block ${receipt.blockNumber}`
            : "  The registry had it from an earlier run.",
          ...(moves ? movesLines(node.name, to) : []),
          "next: Where RPC is on TLS, make tls/node.p12 anew as the folder's README.md says, and start the node again.",
        ],
        flags,
      );
    }),
  );
}

function movesLines(name: string, { host, port }: NodeHost): readonly string[] {
  return [
    `next: In nodes/${name}/config.toml set p2p-host = "${host}" and p2p-port = ${port}, and start the node again there.`,
  ];
}

function registered(here: Governance, name: NodeName): RegisteredNode {
  const address = nodeIn(here, name);
  const node = here.book.nodes.find((each) => each.address === address);
  if (node === undefined) throw new NodeNameUnknown(address);
  return node;
}

async function prepare(
  { chain, consortium, book }: Governance,
  node: RegisteredNode,
  { of: folder, host, validFrom, validYears }: Flags,
): Promise<{ renewal: Renewal; from: NodeHost; to: NodeHost }> {
  const { id, address, name, organisation: account, endpoint } = node;
  const from = parseEnodeUrl(`enode://${id.slice(2)}@${endpoint}`);
  const to = host === undefined ? from : parseHost(host, "--host");
  const organisation = book.members.find((each) => each.account === account);
  if (organisation === undefined) throw new NodeOrganisationUnfit(name, account, "is no member any more");
  const nonce = await read(`what ${address} signed`, () =>
    consortium.nodes.nonces(address, { blockTag: consortium.blockTag }),
  );
  const renewal = renewNode({
    folder,
    name,
    organisation: organisation.name,
    id,
    from,
    to,
    chainId: chain.chainId,
    nonce,
    validity: parseValidity(validFrom, validYears, new Date()),
  });
  return { renewal, from, to };
}
