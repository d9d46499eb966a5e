import { type Command, Option } from "commander";
import { comparePriced, type EnergySource } from "../../../protocol/index.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatEnergy, parseEnergy } from "../../commandLine/energy.js";
import { sourceOption } from "../../commandLine/energySource.js";
import { formatInstant, parseWindow, type TimeWindow } from "../../commandLine/instant.js";
import { formatMoney } from "../../commandLine/money.js";
import { printResult } from "../../commandLine/print.js";
import { parseUnitPrice } from "./marketValues.js";
import { openMarket, readOpenAdverts, type ShownAdvert } from "./readMarket.js";

interface Flags extends ReadFlags {
  readonly window?: TimeWindow;
  readonly source?: EnergySource;
  readonly maxPrice?: bigint;
  readonly quantity?: bigint;
}

/** `wattproof market list`: what can be accepted now, the cheapest first. */
export function addMarketList(parent: Command): void {
  const command = parent
    .command("list")
    .description("list open adverts, the cheapest first, of equal prices the larger rest first")
    .addOption(new Option("--window <start/end>", "only what overlaps this time, in UTC").argParser(parseWindow))
    .addOption(sourceOption("only of this one"))
    .addOption(new Option("--max-price <amount>", "only up to this price per kWh").argParser(parseUnitPrice))
    .addOption(new Option("--quantity <energy>", "only with at least this much left").argParser(parseEnergy));
  finishCommand(addChainOptions(command), {
    example: "npx wattproof market list --window 2027-06-01T10:00Z/2027-06-01T16:00Z --source solar_pv",
  });
  command.action((flags: Flags) =>
    withChain(flags, async (chain) => {
      const { window, source, maxPrice: maxPricePerKWh, quantity: minRemainingWh } = flags;
      const market = await openMarket(chain);
      const open = await readOpenAdverts(market, { maxPricePerKWh, minRemainingWh });
      const adverts = open
        .filter(({ startS, endS }) => !window || (startS < window.endS && window.startS < endS))
        .filter(({ energySource }) => !source || energySource === source)
        .sort(comparePriced);
      const lines = adverts.length === 0 ? ["Nothing is offered."] : adverts.flatMap(describe);
      printResult({ adverts, block: market.blockTag }, lines, flags);
    }),
  );
}

function describe(advert: ShownAdvert): string[] {
  const { number, pricePerKWh, remainingWh, quantityWh, minPartWh, escrowPerKWh, energySource } = advert;
  const certificates = advert.withCertificates ? " with certificates" : "";
  return [
    `Advert ${number}: ${formatMoney(pricePerKWh)} per kWh, ${formatEnergy(remainingWh)} of ${formatEnergy(quantityWh)} left, ${energySource}${certificates}`,
    `  ${formatInstant(advert.startS)} to ${formatInstant(advert.endS)}, parts from ${formatEnergy(minPartWh)}, escrow ${formatMoney(escrowPerKWh)} per kWh, meter ${advert.exportMeter}`,
  ];
}
