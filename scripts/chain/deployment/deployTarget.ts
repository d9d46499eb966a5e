import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { N } from "ethers";
import type { Founding } from "../../../deploy/founding.js";
import { NetworkFolderInvalid } from "../../../network/index.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { DeployerKeyUnfit } from "../errors.js";
import { readFounding } from "./foundingOf.js";
import { CONSORTIUM_FILE, firstNodeOf, isNetworkFolder } from "./networkFolder.js";

/** Where to deploy, for whom and from which account. */
export interface DeployTarget {
  /** Name or address of a network. */
  readonly network: string;
  /** Who founds the consortium, and the chain that they agreed on; undefined if nobody says. */
  readonly founding?: Founding & { readonly chainId: bigint };
  /** Private key of the deployer, which keeps nothing. */
  readonly deployerKey?: string;
}

const KEY = /^0x[0-9a-f]{64}$/;
/** Keys of secp256k1 are below its order (SEC 2). */
const ORDER = N;

/**
 * What `--network` and `--consortium` say: a folder of a network brings its consortium, the address of its first node, and
 * the account of an organisation of whoever has the folder.
 * @param key `WATTPROOF_DEPLOYER_KEY`, which goes before the folder's account.
 * @throws DeployerKeyUnfit, FileUnreadable, NodeNotHere, NetworkFolderInvalid, and what `parseConsortium` throws
 */
export function deployTarget(network: string, consortium: string | undefined, key: string | undefined): DeployTarget {
  if (key !== undefined && !isKey(key)) throw new DeployerKeyUnfit();
  if (!isNetworkFolder(network)) {
    return {
      network,
      ...(consortium === undefined ? {} : { founding: readFounding(consortium) }),
      ...(key === undefined ? {} : { deployerKey: key }),
    };
  }
  const founding = readFounding(consortium ?? join(network, CONSORTIUM_FILE));
  const deployerKey = key ?? accountKey(network);
  return {
    network: firstNodeOf(network),
    founding,
    ...(deployerKey === undefined ? {} : { deployerKey }),
  };
}

function isKey(text: string): boolean {
  return KEY.test(text) && BigInt(text) > 0n && BigInt(text) < ORDER;
}

/** The voting account of the first organisation whose key is in the folder: it has no more rights than any other here. */
function accountKey(folder: string): string | undefined {
  const organisations = join(folder, "organisations");
  const names = existsSync(organisations) ? readdirSync(organisations).sort() : [];
  const path = names
    .map((name) => join("organisations", name, "account.key"))
    .find((each) => existsSync(join(folder, each)));
  if (path === undefined) return undefined;
  const key = readText(join(folder, path), SMALL_FILE_BYTES).trim();
  if (!isKey(key)) throw new NetworkFolderInvalid(folder, `${path} holds no private key`);
  return key;
}
