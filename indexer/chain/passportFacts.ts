import type { JsonRpcApiProvider } from "ethers";
import type { OperatingLimits } from "../../protocol/evidence/passport.js";
import type { Hex } from "../../protocol/hex.js";
import { IBatteryPassport__factory } from "../../typechain-types/index.js";
import { addressHex } from "./hexOf.js";
import { answered } from "./rpc.js";
import { decodeLoosely, looseText } from "./text.js";

/** What was fixed when a passport was issued. */
export interface IssuedPassport {
  readonly batteryPassportIdentifier: string;
  readonly model: string;
  readonly chemistry: string;
  readonly ratedCapacityMicroAh: bigint;
  readonly ratedEnergyMicroWh: bigint;
  readonly factoryChargeCount: number;
  readonly factoryDischargeCount: number;
  readonly maker: Hex;
  readonly issuedAtS: number;
  readonly limits: OperatingLimits;
}

/** In the order of contracts/types/Passports.sol. */
const LIMIT_NAMES = [
  "voltageMinMicroV",
  "voltageMaxMicroV",
  "temperatureMinMilliC",
  "temperatureMaxMilliC",
  "chargingTemperatureMinMilliC",
  "chargingTemperatureMaxMilliC",
] as const satisfies readonly (keyof OperatingLimits)[];
type LimitsByName = Record<(typeof LIMIT_NAMES)[number], bigint>;

const PASSPORT =
  "((string,string,string,uint64,uint64,uint32,uint32,(uint64,uint64,int64,int64,int64,int64)),address,uint8,uint48,uint256,uint256)";

/**
 * Reads a passport. The event names only its identifier; the facts never change, so the latest state is as good as that
 * of the event's block and needs no archive node. Throws `NodeUnusable`.
 */
export async function readIssuedPassport(
  provider: JsonRpcApiProvider,
  { contract, passport }: { contract: Hex; passport: Hex },
): Promise<IssuedPassport> {
  const data = IBatteryPassport__factory.createInterface().encodeFunctionData("passportOf", [passport]);
  const answer = await answered("eth_call", provider.call({ to: contract, data }));
  const [[facts, maker, , issuedAtS]] = decodeLoosely([PASSPORT], answer as Hex) as [
    [[string, string, string, bigint, bigint, bigint, bigint, readonly bigint[]], string, bigint, bigint],
  ];
  const [identifier, model, chemistry, ratedCapacityMicroAh, ratedEnergyMicroWh, charges, discharges, limits] = facts;
  return {
    batteryPassportIdentifier: looseText(identifier),
    model: looseText(model),
    chemistry: looseText(chemistry),
    ratedCapacityMicroAh,
    ratedEnergyMicroWh,
    factoryChargeCount: Number(charges),
    factoryDischargeCount: Number(discharges),
    maker: addressHex(maker),
    issuedAtS: Number(issuedAtS),
    limits: Object.fromEntries(LIMIT_NAMES.map((name, index) => [name, limits[index] ?? 0n])) as LimitsByName,
  };
}
