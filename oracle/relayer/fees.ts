import type { Provider } from "ethers";

/** Room for six full blocks in a row before a price has to be raised: each lifts the base fee by an eighth (EIP-1559). */
const HEADROOM = 2n;

/**
 * Price per gas for everything that is sent, wei: zero on a chain without a base fee, otherwise twice the latest one and
 * what the node suggests as a tip.
 */
export async function chooseGasPrice(provider: Provider): Promise<bigint> {
  const block = await provider.getBlock("latest");
  const baseFee = block?.baseFeePerGas ?? 0n;
  if (baseFee === 0n) return 0n;
  const { gasPrice } = await provider.getFeeData();
  const tip = gasPrice !== null && gasPrice > baseFee ? gasPrice - baseFee : 0n;
  return baseFee * HEADROOM + tip;
}
