import { id, isCallException, type Provider } from "ethers";
import type { BatteryStatus } from "../protocol/evidence/passport.js";
import type { PassportRoots } from "../protocol/evidence/roots.js";
import type { Hex } from "../protocol/hex.js";
import { passportIdOf } from "../protocol/ids.js";
import { IBatteryPassport__factory } from "../typechain-types/factories/contracts/interfaces/IBatteryPassport__factory.js";
import { read } from "./chain.js";
import { bindingOf, checkpointOf, factsOf, publishedOf } from "./decodePassport.js";

/** Selector of the error that ERC-721 gives for a token that does not exist. */
const NO_SUCH_TOKEN = id("ERC721NonexistentToken(uint256)").slice(0, 10);

/**
 * A passport with its devices, checkpoint, published counters and kin; `undefined` if no battery of this identifier has one.
 * Throws `ChainUnreadable`.
 */
export async function readPassport(
  of: { provider: Provider; passports: Hex; blockTag: number },
  batteryPassportIdentifier: string,
): Promise<PassportRoots | undefined> {
  const { provider, passports, blockTag } = of;
  const contract = IBatteryPassport__factory.connect(passports, provider);
  const passport = passportIdOf(batteryPassportIdentifier);
  const at = { blockTag };
  return await read("the battery's passport", async () => {
    const issued = await contract.passportOf(passport, at).catch((error: unknown) => {
      if (isCallException(error) && error.data?.startsWith(NO_SUCH_TOKEN)) return undefined;
      throw error;
    });
    if (issued === undefined) return undefined;
    const [bindings, checkpoint, published, predecessors] = await Promise.all([
      contract.bindingsOf(passport, at),
      contract.checkpointOf(passport, at),
      contract.countersOf(passport, at),
      contract.predecessorsOf(passport, at),
    ]);
    const identifierOf = async (id: bigint) => (await contract.passportOf(id, at)).facts.batteryPassportIdentifier;
    return {
      ...factsOf(issued),
      status: Number(issued.status) as BatteryStatus,
      predecessors: await Promise.all(predecessors.map(identifierOf)),
      successor: issued.successor === 0n ? null : await identifierOf(issued.successor),
      bindings: bindings.map(bindingOf),
      checkpoint: checkpointOf(checkpoint),
      counters: publishedOf(published),
    };
  });
}
