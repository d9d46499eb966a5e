import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { checkMembers } from "./consortium/checkMembers.js";
import { ChainIdDiffers, ConsortiumDuplicate } from "./consortium/errors.js";
import { parseFounding } from "./consortium/parseConsortium.js";
import type { Consortium, Founding, Organisation } from "./consortium/schema.js";
import { foundingWarnings } from "./consortium/warnings.js";
import { foldersToFill, operatingFiles } from "./files/networkFiles.js";
import { planNetwork } from "./files/plan.js";
import { GITIGNORE, secretFiles } from "./files/secretFiles.js";
import { fingerprintOf } from "./files/sharedFiles.js";
import { OwnFolderInvalid } from "./folder/errors.js";
import { foundingFileName } from "./folder/keygenFolder.js";
import type { MachineOptions, NetworkFolder } from "./folder/networkFolder.js";
import { openNetwork } from "./folder/openNetwork.js";
import { organisationsIn, readOwn } from "./folder/readOwn.js";
import { readShared } from "./folder/readShared.js";
import { blockPeriodS } from "./genesis/blockPeriod.js";

export interface EnteredNetwork extends MachineOptions {
  /** Folder with the files that all founders share; of it, nothing else is read. */
  readonly running: string;
  /** Folder of `network keygen` with the nodes that enter. */
  readonly own: string;
}

/**
 * The folder of nodes that enter a chain which runs: the founders' files as they are, byte for byte, and what one's own nodes
 * need. The founders' nodes let them in once the members have admitted them.
 * @throws NetworkFolderInvalid, OwnFolderInvalid, ChainIdDiffers, ConsortiumDuplicate, and what `parseConsortium`,
 * `parseFounding` and `parseGenesis` throw
 */
export function enterNetwork({ running, own, rpcPort }: EnteredNetwork): NetworkFolder {
  const { consortium, genesis } = openNetwork(running);
  const part = readPart(own);
  const together = withPart(consortium, part, own);
  const kept = readOwn(own, together);
  const names = new Set(kept.flatMap((each) => each.nodes.map(({ name }) => name)));
  const plan = planNetwork(together, blockPeriodS(genesis), names, rpcPort);
  const shared = readShared(running);
  return {
    consortium,
    fingerprint: fingerprintOf(shared),
    warnings: foundingWarnings(together.nodes),
    own: plan.own,
    files: [
      { path: ".gitignore", text: GITIGNORE },
      ...shared,
      ...kept.flatMap((each) => secretFiles(each, part)),
      ...operatingFiles(plan, kept),
    ],
    empty: foldersToFill(plan),
  };
}

function readPart(own: string): Founding {
  const [name, ...others] = organisationsIn(own);
  if (name === undefined || others.length > 0) throw new OwnFolderInvalid(own, "has keys of several organisations");
  const source = join(own, foundingFileName(name));
  return parseFounding(
    read(source, (why) => new OwnFolderInvalid(own, why)),
    source,
  );
}

/** The consortium as it will be: an organisation that founded it is the same one still. */
function withPart(consortium: Consortium, { chainId, organisation, nodes }: Founding, source: string): Consortium {
  if (chainId !== consortium.chainId) throw new ChainIdDiffers(source, chainId, consortium.chainId);
  const known = consortium.organisations.find(({ name }) => name === organisation.name);
  if (known && !isSame(known, organisation)) {
    throw new ConsortiumDuplicate("name", organisation.name, known.account, organisation.account);
  }
  const organisations = known ? consortium.organisations : [...consortium.organisations, organisation];
  const together = { ...consortium, organisations, nodes: [...consortium.nodes, ...nodes] };
  checkMembers(source, together);
  return together;
}

function isSame(a: Organisation, b: Organisation): boolean {
  return a.account === b.account && a.agencyCertificate === b.agencyCertificate;
}

/** A hundred nodes with their certificates. */
const LONGEST_BYTES = 1024 * 1024;

function read(path: string, refusal: (why: string) => Error): string {
  try {
    const stats = statSync(path);
    if (stats.isFile() && stats.size <= LONGEST_BYTES) return readFileSync(path, "utf8");
  } catch (error) {
    throw refusal(`has no readable ${basename(path)} (${(error as NodeJS.ErrnoException).code})`);
  }
  throw refusal(`has no file ${basename(path)} of bearable size`);
}
