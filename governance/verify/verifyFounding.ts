import { ZeroAddress } from "ethers";
import { type DirectoryAt, lowerHex } from "../../evidence/index.js";
import type { Hex } from "../../protocol/hex.js";
import type { KnownContract, Names } from "./callWords.js";
import { type ChainTransaction, creationsOf, lastBlockBy, transactionsTouching } from "./chainFacts.js";
import { compareCalls, type ExpectedCall, isCall } from "./compareCalls.js";
import { compareCreations } from "./compareCreations.js";
import { laterChanges } from "./laterChanges.js";
import type { Known, Plan } from "./plan.js";
import { type ArtifactOf, type StandingContract, standingContracts } from "./standingContracts.js";
import { checksOf, type Finding, type Verification } from "./verification.js";

export interface VerifyOptions {
  readonly at: DirectoryAt & { readonly blockTag: number };
  /** What the founding does, as the members agreed on it. */
  readonly plan: Plan;
  readonly artifactOf: ArtifactOf;
  /** Names of accounts, for words. */
  readonly accounts: ReadonlyMap<Hex, string>;
}

const NOBODY = ZeroAddress as Hex;

/**
 * Holds the contracts that stand on a chain against what the members of a consortium agreed on.
 *
 * Every contract was created by compiled code with the agreed arguments, and until the administration was given to the timelock
 * nothing was done to any of them but what the founding does. So they were then as agreed, and what came later came by their
 * own rules.
 * @throws ContractNotNamed if no founding was finished there, ChainUnreadable
 */
export async function verifyFounding({ at, plan, artifactOf, accounts }: VerifyOptions): Promise<Verification> {
  const { provider, directory, blockTag } = at;
  const { contracts, namedS } = await standingContracts(at, plan, artifactOf);
  const upTo = await lastBlockBy(provider, namedS, blockTag);
  const touching = await transactionsTouching(provider, createdOnes(plan, contracts), upTo);
  const addresses = plan.creations.flatMap(({ id }) => contracts.get(id)?.address ?? []);
  const byAddress = await creationsOf(provider, addresses, touching, upTo);
  const creations = new Map<string, ChainTransaction>();
  for (const { id, address } of contracts.values()) {
    const creation = address && byAddress.get(address);
    if (creation !== undefined) creations.set(id, creation);
  }
  const authority = plan.creations.find(({ contract }) => contract === "AccessManager")?.id ?? "";
  const deployer = (creations.get(authority) ?? [...creations.values()][0])?.from;
  const known = knownOf(contracts, deployer ?? NOBODY);

  const expected = plan.calls.map(({ on, function: name, args }): ExpectedCall => {
    return { to: known.addressOf(on), data: known.encode(on, name, args(known)) };
  });
  const handedOver = touching.find((each) => each.from === deployer && isCall(each, expected.at(-1)));
  const before = touching.filter((each) => handedOver === undefined || !isAfter(each, handedOver));
  const creating = new Set([...creations.values()].map(({ hash }) => hash));
  const names = namesOf(contracts, accounts, deployer);
  // Where nothing was created by anybody, nothing was done to it by anybody either, and that is said.
  const compared =
    deployer === undefined
      ? undefined
      : compareCalls({ expected, found: before.filter(({ hash }) => !creating.has(hash)), deployer, names });
  const findings: Finding[] = [
    ...compareCreations({ plan, contracts, known, creations }),
    ...(compared?.findings ?? []),
  ];
  const later =
    handedOver === undefined ? undefined : await laterChanges({ provider, names, since: handedOver, upTo: blockTag });
  findings.push(...(later?.findings ?? []));
  return {
    ok: findings.length === 0,
    directory,
    deployer: deployer ?? null,
    contracts: contracts.size,
    handedOver: handedOver === undefined ? null : { transaction: handedOver.hash, block: handedOver.block },
    block: blockTag,
    checks: checksOf(findings, handedOver !== undefined),
    findings,
    notes: compared?.notes ?? [],
    decidedLater: later?.decidedLater ?? [],
  };
}

/** What a plan leaves open. A contract that is nowhere is at zero, so that what is made of it fits nothing. */
function knownOf(contracts: ReadonlyMap<string, StandingContract>, deployer: Hex): Known {
  return {
    deployer,
    addressOf: (id) => contracts.get(id)?.address ?? NOBODY,
    encode: (id, name, args) => {
      const contract = contracts.get(id);
      if (contract === undefined) throw new TypeError(`The plan calls ${id}, which it neither creates nor finds`);
      return lowerHex(contract.interface.encodeFunctionData(name, [...args]));
    },
  };
}

/** Addresses of what the founding created: the genesis is what nodes agree on anyway. */
function createdOnes(plan: Plan, contracts: ReadonlyMap<string, StandingContract>): Hex[] {
  const ofGenesis = new Set(plan.places.filter(({ at }) => typeof at === "string").map(({ id }) => id));
  return [...contracts.values()].flatMap(({ id, address }) =>
    address === undefined || ofGenesis.has(id) ? [] : [address],
  );
}

function namesOf(
  contracts: ReadonlyMap<string, StandingContract>,
  accounts: ReadonlyMap<Hex, string>,
  deployer: Hex | undefined,
): Names {
  const known = new Map<Hex, KnownContract>();
  for (const each of contracts.values()) if (each.address !== undefined) known.set(each.address, each);
  const named = new Map(accounts);
  if (deployer !== undefined && !named.has(deployer)) named.set(deployer, "the deployer");
  return { contracts: known, accounts: named };
}

function isAfter(a: ChainTransaction, b: ChainTransaction): boolean {
  return a.block > b.block || (a.block === b.block && a.index > b.index);
}
