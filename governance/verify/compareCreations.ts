import type { Hex } from "../../protocol/hex.js";
import { argumentDifferences } from "./argumentDifferences.js";
import type { ChainTransaction } from "./chainFacts.js";
import { isCodeOf } from "./isCodeOf.js";
import type { Known, Plan } from "./plan.js";
import type { StandingContract } from "./standingContracts.js";
import type { CheckName, Finding } from "./verification.js";

interface Created {
  readonly plan: Pick<Plan, "creations" | "places">;
  readonly contracts: ReadonlyMap<string, StandingContract>;
  readonly known: Known;
  /** The transaction that created each, by the plan's ids. */
  readonly creations: ReadonlyMap<string, ChainTransaction>;
}

/**
 * Holds contracts against what was compiled and agreed on: their code, and the data of the transactions that created them.
 * These data are the code with the arguments of its constructor, so they fix what the code alone does not show: values that the
 * constructor filled in, and what it stored.
 */
export function compareCreations({ plan, contracts, known, creations }: Created): Finding[] {
  const findings: Finding[] = [];
  for (const { id, contract } of [...plan.creations, ...plan.places]) {
    const standing = contracts.get(id);
    if (standing?.address === undefined) {
      findings.push({ code: "NameMissing", check: "code", message: `Nothing leads to a ${contract}.` });
    } else if (!isCodeOf(standing.artifact, standing.code)) {
      const message = `${contract} at ${standing.address} holds other code than was compiled here.`;
      findings.push({ code: "CodeDiffers", check: "code", message });
    }
  }
  for (const { id, contract, args } of plan.creations) {
    const standing = contracts.get(id);
    if (standing?.address === undefined) continue;
    const where = `${contract} at ${standing.address}`;
    const transaction = creations.get(id);
    if (transaction === undefined) {
      const message = `${where} was not created by a transaction of its own, so that nothing shows what its constructor was given.`;
      findings.push({ code: "CreationUnfound", check: "code", message });
      continue;
    }
    const { from, hash } = transaction;
    if (from !== known.deployer) {
      const message = `${where} was created by ${from}, and not by the account that created the others.`;
      findings.push({ code: "CreatedByAnother", check: "code", message, transaction: hash });
    }
    findings.push(...argumentFindings(standing, transaction, args(known)));
  }
  return findings;
}

function argumentFindings(
  { contract, artifact, interface: abi, address }: StandingContract,
  { data, hash }: ChainTransaction,
  args: readonly unknown[],
): Finding[] {
  const bytecode = artifact.bytecode.toLowerCase();
  if (!data.startsWith(bytecode)) {
    const message = `${contract} at ${address} was created by other code than was compiled here.`;
    return [{ code: "CodeDiffers", check: "code", message, transaction: hash }];
  }
  const agreed = abi.encodeDeploy([...args]).toLowerCase() as Hex;
  const differences = argumentDifferences(abi, agreed, `0x${data.slice(bytecode.length)}`);
  const finding = (check: CheckName, message: string): Finding => ({
    code: "ArgumentDiffers",
    check,
    message,
    transaction: hash,
  });
  if (differences === undefined) {
    return [finding(checkOf(contract, ""), `${contract} was created with what are no arguments of its constructor.`)];
  }
  return differences.map(({ path, agreed, found }) =>
    finding(checkOf(contract, path), `${contract} was created with ${path} ${found}; agreed is ${agreed}.`),
  );
}

function checkOf(contract: string, path: string): CheckName {
  if (contract === "NodeRegistry" && !path.includes("blocksBetweenChanges")) return "nodes";
  if (["ConsortiumGovernor", "TimelockController", "NodeRegistry", "EnergyToken"].includes(contract)) return "terms";
  return "contracts";
}
