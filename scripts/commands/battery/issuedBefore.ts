import { isError } from "ethers";
import { read, requireBlock } from "../../../evidence/index.js";
import { type Hex, type PassportFacts, passportIdOf } from "../../../protocol/index.js";
import { BatteryPassport__factory } from "../../../typechain-types/factories/contracts/BatteryPassport__factory.js";
import type { OpenChain } from "../../chain/openChain.js";

/** What a passport is issued with. */
export interface Issued {
  readonly facts: Omit<PassportFacts, "maker">;
  /** Identifiers of the batteries that it takes the place of. */
  readonly madeOf: readonly string[];
}

/**
 * Whether `keeper` keeps a passport that was issued with just this, so that a registration that broke off may go on with
 * the binding.
 * @throws ContractNotNamed, ChainUnreadable
 */
export async function wasIssued(chain: OpenChain, { facts, madeOf }: Issued, keeper: Hex): Promise<boolean> {
  const { provider } = chain;
  const { number: blockTag } = await requireBlock(provider, "latest");
  const at = { blockTag };
  const passports = BatteryPassport__factory.connect(await chain.contract("BatteryPassport"), provider);
  const passport = passportIdOf(facts.batteryPassportIdentifier);
  // The contract refuses to name the owner of a passport that there is not.
  const [predecessors, owner] = await Promise.all([
    read("its predecessors", () => passports.predecessorsOf(passport, at)),
    read("its keeper", () =>
      passports.ownerOf(passport, at).catch((error: unknown) => {
        if (isError(error, "CALL_EXCEPTION")) return undefined;
        throw error;
      }),
    ),
  ]);
  if (owner?.toLowerCase() !== keeper) return false;
  const { facts: found } = await read("its facts", () => passports.passportOf(passport, at));
  const { limits, ...rest } = facts;
  return (
    isSame(rest, found) &&
    isSame(limits, found.limits) &&
    predecessors.length === madeOf.length &&
    madeOf.every((identifier, rank) => predecessors[rank] === passportIdOf(identifier))
  );
}

/** Every member of `stated` is what the chain has by its name; whole numbers come as bigints there. */
function isSame(stated: object, found: object): boolean {
  return Object.entries(stated).every(
    ([name, value]) => String((found as Record<string, unknown>)[name]) === `${value}`,
  );
}
