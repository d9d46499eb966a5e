const WH_PER_KWH = 1_000n;

/** What both parties promised, deposited and agreed on. Amounts in token units, registers in Wh. */
export interface ChannelBalance {
  readonly importPricePerKWh: bigint;
  readonly exportPricePerKWh: bigint;
  readonly importBaselineWh: bigint;
  readonly exportBaselineWh: bigint;
  readonly ownerDeposit: bigint;
  readonly partnerDeposit: bigint;
  /** Highest voucher of the owner. */
  readonly importPromised: bigint;
  /** Highest voucher of the partner. */
  readonly exportPromised: bigint;
}

/** Most that a voucher may promise for a register: what flowed since the baseline, at the price, rounded down. */
export function justifiedAmount(pricePerKWh: bigint, baselineWh: bigint, registerWh: bigint): bigint {
  return registerWh <= baselineWh ? 0n : (pricePerKWh * (registerWh - baselineWh)) / WH_PER_KWH;
}

/** The first register that justifies an amount above zero at a price above zero, Wh. */
export function registerFor(pricePerKWh: bigint, baselineWh: bigint, amount: bigint): bigint {
  return baselineWh + (amount * WH_PER_KWH + pricePerKWh - 1n) / pricePerKWh;
}

/** What each party pays when a close of one of them is finalised at these settled registers. */
export function channelPayments(
  balance: ChannelBalance,
  settled: { readonly importWh: bigint; readonly exportWh: bigint },
): { readonly paidByOwner: bigint; readonly paidByPartner: bigint } {
  const { importPricePerKWh, importBaselineWh, exportPricePerKWh, exportBaselineWh } = balance;
  const imported = justifiedAmount(importPricePerKWh, importBaselineWh, settled.importWh);
  const exported = justifiedAmount(exportPricePerKWh, exportBaselineWh, settled.exportWh);
  const net = least(balance.importPromised, imported) - least(balance.exportPromised, exported);
  return net > 0n
    ? { paidByOwner: least(net, balance.ownerDeposit), paidByPartner: 0n }
    : { paidByOwner: 0n, paidByPartner: least(-net, balance.partnerDeposit) };
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
