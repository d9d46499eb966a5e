import { encodeBytes32String, Interface, isCallException } from "ethers";
import { ContractNotNamed, type DirectoryAt, lowerHex, mapBounded, read } from "../../evidence/index.js";
import type { Hex } from "../../protocol/hex.js";
import { DeviceRegistry__factory } from "../../typechain-types/factories/contracts/DeviceRegistry__factory.js";
import { IDirectory__factory } from "../../typechain-types/factories/contracts/interfaces/IDirectory__factory.js";
import type { Artifact, Plan } from "./plan.js";

/** A contract of a plan, and where it stands. */
export interface StandingContract {
  readonly id: string;
  readonly contract: string;
  readonly artifact: Artifact;
  readonly interface: Interface;
  /** Undefined if nothing leads to it. */
  readonly address: Hex | undefined;
  readonly code: string;
}

export interface Standing {
  /** By the plan's ids. */
  readonly contracts: ReadonlyMap<string, StandingContract>;
  /** When the last of the plan's names was first given, Unix seconds. */
  readonly namedS: number;
}

/** Of 32 bytes in hex. */
const WORD_CHARACTERS = 66;

export type ArtifactOf = (contract: string) => Promise<Artifact>;

/**
 * Where the contracts of a plan stood when the `Directory` first named them; what stands behind a name since then is no part
 * of the founding.
 * @throws ContractNotNamed if it names none of them, ChainUnreadable
 */
export async function standingContracts(at: DirectoryAt, plan: Plan, artifactOf: ArtifactOf): Promise<Standing> {
  const { provider, directory, blockTag } = at;
  const contract = IDirectory__factory.connect(directory, provider);
  const addresses = new Map<string, Hex>();
  let namedS = 0;
  for (const [id, name] of plan.names) {
    const entries = await read(`the name ${name} in the Directory`, () =>
      contract.history(encodeBytes32String(name), { blockTag }),
    );
    const [first] = entries;
    if (first === undefined) continue;
    addresses.set(id, lowerHex(first.target));
    namedS = Math.max(namedS, Number(first.sinceS));
  }
  if (addresses.size === 0) throw new ContractNotNamed({ directory, name: "AccessManager" });

  const all = [...plan.creations, ...plan.places];
  const artifacts = new Map<string, Artifact>();
  for (const each of all) artifacts.set(each.id, await artifactOf(each.contract));
  const idOf = (name: string) => all.find((each) => each.contract === name)?.id ?? "";
  addresses.set(idOf("Directory"), directory);
  const devices = addresses.get(idOf("DeviceRegistry"));
  const verifier = devices && (await getter(at, devices, DeviceRegistry__factory.createInterface(), "P256_VERIFIER"));
  if (verifier !== undefined) addresses.set(idOf("ERC7913P256Verifier"), verifier);
  for (const { id, at: place } of plan.places) {
    const on = typeof place === "string" ? undefined : addresses.get(place.on);
    const found =
      typeof place === "string"
        ? place
        : on && (await getter(at, on, new Interface(artifacts.get(place.on)?.abi ?? []), place.getter));
    if (found === undefined) addresses.delete(id);
    else addresses.set(id, found);
  }

  const contracts = await mapBounded(all, async ({ id, contract }): Promise<[string, StandingContract]> => {
    const artifact = artifacts.get(id) as Artifact;
    const address = addresses.get(id);
    const code =
      address === undefined ? "0x" : await read(`the code at ${address}`, () => provider.getCode(address, blockTag));
    return [id, { id, contract, artifact, interface: new Interface(artifact.abi), address, code }];
  });
  return { contracts: new Map(contracts), namedS };
}

/** The address that a contract gives; undefined if it is no contract that gives one, which its code shows as well. */
async function getter({ provider, blockTag }: DirectoryAt, to: Hex, abi: Interface, name: string) {
  const data = abi.encodeFunctionData(name);
  const answer = await read(`${name} of ${to}`, async () => {
    try {
      return await provider.call({ to, data, blockTag });
    } catch (error) {
      if (isCallException(error)) return "0x";
      throw error;
    }
  });
  return answer.length === WORD_CHARACTERS ? (`0x${answer.slice(-40).toLowerCase()}` as Hex) : undefined;
}
