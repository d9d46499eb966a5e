import { type Command, Option } from "commander";
import { Resolver } from "did-resolver";
import { formatDid, getResolver } from "../../../identity/index.js";
import { WattproofError } from "../../../protocol/index.js";
import { type DeviceName, idOn, parseDevice } from "../../chain/deviceName.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";

interface Flags extends ReadFlags {
  readonly at?: string;
  readonly versionId?: string;
}

const AFTER = `Prints a W3C DID resolution result: the document, and metadata about it. A revoked device is deactivated; one that is not
active has a key, but no purpose that it may sign for. docs/identity.md says what stands where.`;

/** `wattproof device did`: the W3C DID document of a device. */
export function addDeviceDid(parent: Command): void {
  const command = parent.command("did").description("print the DID document of a device");
  command
    .argument("<device>", "device id or DID", parseDevice)
    .addOption(new Option("--at <time>", "as of a time, such as 2026-01-31T12:00:00Z").conflicts("versionId"))
    .option("--version-id <id>", "as of a version of the document's metadata");
  finishCommand(addChainOptions(command), {
    example: "npx wattproof device did did:wattproof:0x7a69:0x…:0x…",
    after: AFTER,
  });
  command.action((name: DeviceName, { at, versionId, ...flags }: Flags) =>
    withChain(flags, async (chain) => {
      const { chainId, directory, provider } = chain;
      const did = formatDid({ chainId, directory, device: idOn(chain, name) });
      const resolver = new Resolver(getResolver({ chains: [{ chainId, directory, provider }] }));
      const result = await resolver.resolve(did, {
        ...(at === undefined ? {} : { versionTime: at }),
        ...(versionId === undefined ? {} : { versionId }),
      });
      const { error, message } = result.didResolutionMetadata;
      if (error !== undefined) throw new DidUnresolved(did, error, String(message));
      printResult(result, JSON.stringify(result, null, 2).split("\n"), flags);
    }),
  );
}

/** A DID that leads to no document; the reason is one of DID Resolution's. */
export class DidUnresolved extends WattproofError {
  constructor(did: string, error: string, message: string) {
    super({
      code: "DidUnresolved",
      message: `The DID ${did} leads to no document (${error}): ${message}`,
      next: "Check the device, the time that was asked for, the node and the Directory.",
      facts: { did, error },
    });
  }
}
