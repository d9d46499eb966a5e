import { id, isCallException, type Provider } from "ethers";
import type { PassportRoots } from "../protocol/evidence/roots.js";
import type { Hex } from "../protocol/hex.js";
import { passportIdOf } from "../protocol/ids.js";
import { IBatteryPassport__factory } from "../typechain-types/factories/contracts/interfaces/IBatteryPassport__factory.js";
import { lowerHex, read } from "./chain.js";

/** Selector of the error that ERC-721 gives for a token that does not exist. */
const NO_SUCH_TOKEN = id("ERC721NonexistentToken(uint256)").slice(0, 10);

/**
 * A passport with its devices and checkpoint; `undefined` if no battery of this identifier has one.
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
    const [bindings, checkpoint] = await Promise.all([
      contract.bindingsOf(passport, at),
      contract.checkpointOf(passport, at),
    ]);
    const { facts } = issued;
    return {
      batteryPassportIdentifier: facts.batteryPassportIdentifier,
      maker: lowerHex(issued.maker),
      model: facts.model,
      chemistry: facts.chemistry,
      ratedCapacityMicroAh: facts.ratedCapacityMicroAh,
      ratedEnergyMicroWh: facts.ratedEnergyMicroWh,
      factoryChargeCount: Number(facts.factoryChargeCount),
      factoryDischargeCount: Number(facts.factoryDischargeCount),
      bindings: bindings.map(({ device, firstSequence, boundAtS }) => ({
        device: lowerHex(device),
        firstSequence,
        boundAtS,
      })),
      checkpoint:
        checkpoint.sequence === 0n
          ? null
          : {
              device: lowerHex(checkpoint.device),
              sequence: checkpoint.sequence,
              recordHash: lowerHex(checkpoint.recordHash),
            },
    };
  });
}
