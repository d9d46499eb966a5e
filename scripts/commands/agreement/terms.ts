import { z } from "zod";
import {
  type Hex,
  HIGHEST_PRICE_PER_KWH,
  newSalt,
  type SupplyAgreement,
  UNCAPPED_WH,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { instantOf } from "../../../protocol/json/times.js";
import { ADDRESS_FORM, addressOf, MISTYPED } from "../../commandLine/address.js";
import { formatMoney, moneyOf } from "../../commandLine/money.js";
import { AgreementTermsInvalid } from "./errors.js";

const DAY_S = 86_400;
const SHORTEST_PERIOD_S = 900;
const LATEST_S = 2 ** 48 - 1;
const UINT32_MAX = 2 ** 32 - 1;
/** Enough for the widest member, a uint128. */
const DIGITS = /^(?:0|[1-9][0-9]{0,38})$/;

/** A number, or for those that JSON's numbers do not hold, its decimal digits. */
function whole(most: bigint) {
  const expected = `a whole number from 0 to ${most}`;
  return z.union([z.number(), z.string()], expected).transform((value, context) => {
    const digits = typeof value === "number" && Number.isSafeInteger(value) ? `${value}` : String(value);
    if (DIGITS.test(digits) && BigInt(digits) <= most) return BigInt(digits);
    context.addIssue({ code: "custom", message: expected });
    return z.NEVER;
  });
}

/** A JSON number. */
function number(most: number, expected = `a whole number from 0 to ${most}`) {
  return z.number(expected).refine((value) => Number.isInteger(value) && value >= 0 && value <= most, expected);
}

function bytes(length: number) {
  const pattern = new RegExp(`^0x[0-9a-fA-F]{${2 * length}}$`);
  return z
    .string()
    .regex(pattern, `0x and ${2 * length} hex digits`)
    .transform((text) => text.toLowerCase() as Hex);
}

const account = z.string(ADDRESS_FORM).transform((text, context) => {
  const address = addressOf(text);
  if (address !== undefined && address !== "mistyped") return address;
  const message = address === undefined ? ADDRESS_FORM : `an address: ${MISTYPED}`;
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});
const uint32 = number(UINT32_MAX);
const uint64 = whole(2n ** 64n - 1n);
const WHEN = "Unix seconds or a time in UTC such as 2027-06-01T10:00Z";
const instant = z.union([number(LATEST_S, WHEN), z.string()], WHEN).transform((value, context) => {
  const atS = typeof value === "number" ? value : instantOf(value);
  if (atS !== undefined) return atS;
  context.addIssue({ code: "custom", message: WHEN });
  return z.NEVER;
});
const money = z.string('an amount in quotes, such as "1.20"').transform((text, context) => {
  const units = moneyOf(text);
  if (units !== undefined) return units;
  context.addIssue({ code: "custom", message: 'an amount of at most six decimals, such as "1.20"' });
  return z.NEVER;
});

const written = z.strictObject({
  importMeter: bytes(32),
  exportMeter: bytes(32).optional(),
  consumer: account,
  startS: instant,
  endS: instant,
  supplier: account,
  settlementPeriodS: uint32,
  noticeS: uint32,
  importRatedW: uint32,
  token: account.optional(),
  exportRatedW: uint32.optional(),
  withCertificates: z.boolean().optional(),
  pricePerKWh: uint64.optional(),
  price: money.optional(),
  capWh: uint64.optional(),
  escrow: whole(2n ** 128n - 1n).optional(),
  lock: money.optional(),
  salt: bytes(32).optional(),
});

/**
 * The terms in a file that a person wrote, with what it may leave out filled in.
 * @param token The settlement's.
 * @throws AgreementTermsInvalid
 */
export function readTerms(value: unknown, token: Hex): SupplyAgreement {
  const { price, lock, ...given } = parse(value);
  const pricePerKWh = eitherOf(["price", price], ["pricePerKWh", given.pricePerKWh]);
  const escrow = eitherOf(["lock", lock], ["escrow", given.escrow]);
  const isGrid = (given.exportMeter ?? ZERO_HASH) === ZERO_HASH;
  const { exportRatedW = isGrid ? 0 : undefined, capWh = isGrid ? UNCAPPED_WH : undefined } = given;
  if (exportRatedW === undefined) throw new AgreementTermsInvalid("exportRatedW is missing");
  if (capWh === undefined) throw new AgreementTermsInvalid("capWh is missing");
  return checkTerms(
    {
      ...given,
      exportMeter: given.exportMeter ?? ZERO_HASH,
      token: given.token ?? token,
      exportRatedW,
      withCertificates: given.withCertificates ?? false,
      pricePerKWh,
      capWh,
      escrow,
      salt: given.salt ?? newSalt(),
    },
    token,
  );
}

type Named = readonly [name: string, amount: bigint | undefined];

/** An amount that may be written as money or in the token's smallest units. */
function eitherOf([asMoney, money]: Named, [asUnits, units]: Named): bigint {
  const amount = money ?? units;
  if (amount === undefined) throw new AgreementTermsInvalid(`${asMoney} or ${asUnits} is missing`);
  if (units !== undefined && units !== amount) throw new AgreementTermsInvalid(`${asMoney} and ${asUnits} differ`);
  return amount;
}

/** The terms, if the contract would take them from their parties: what `SupplyAgreements` checks of them alone. */
export function checkTerms(terms: SupplyAgreement, token: Hex): SupplyAgreement {
  const reason = faultOf(terms, token);
  if (reason !== undefined) throw new AgreementTermsInvalid(reason);
  return terms;
}

function faultOf(terms: SupplyAgreement, token: Hex): string | undefined {
  const { startS, endS, settlementPeriodS: periodS, pricePerKWh, exportMeter, importMeter } = terms;
  if (periodS < SHORTEST_PERIOD_S || DAY_S % periodS !== 0) {
    return "settlementPeriodS is 900 to 86400 and divides a day";
  }
  if (startS >= endS) return "startS is before endS";
  if (startS % periodS !== 0 || endS % periodS !== 0) return "startS and endS are multiples of settlementPeriodS";
  if (pricePerKWh === 0n || pricePerKWh > HIGHEST_PRICE_PER_KWH) {
    return `a price is above zero and at most ${formatMoney(HIGHEST_PRICE_PER_KWH)} per kWh`;
  }
  if (terms.token !== token) return `the settlement's token is ${token}`;
  if (terms.importRatedW === 0) return "importRatedW is above zero";
  if (exportMeter === ZERO_HASH) return gridFaultOf(terms);
  if (exportMeter === importMeter) return "importMeter and exportMeter are two meters";
  if (terms.exportRatedW === 0 || terms.capWh === 0n) return "exportRatedW and capWh are above zero";
  return undefined;
}

function gridFaultOf({ exportRatedW, capWh, withCertificates, consumer, supplier }: SupplyAgreement) {
  if (exportRatedW !== 0 || capWh !== UNCAPPED_WH || withCertificates) {
    return "a grid supplier, who has no exportMeter, has no exportRatedW, capWh or withCertificates either";
  }
  return consumer === supplier ? "a grid supplier is another account than the consumer" : undefined;
}

function parse(value: unknown): z.output<typeof written> {
  const { data, error } = written.safeParse(value);
  if (error === undefined) return data;
  const [issue] = error.issues;
  const path = issue?.path.join(".") ?? "";
  const isMissing = path !== "" && Object(value)[path] === undefined;
  if (isMissing) throw new AgreementTermsInvalid(`${path} is missing`);
  throw new AgreementTermsInvalid(
    path === "" ? (issue?.message ?? "it is no object") : `${path} is not ${issue?.message}`,
  );
}
