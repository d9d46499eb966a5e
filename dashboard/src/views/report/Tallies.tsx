import type { PassportRoots, SinceStart } from "../../../../protocol/index.js";
import type { Formats } from "../../format/formats.js";
import { numberFormat, toDecimal } from "../../format/numbers.js";
import { useFormats } from "../../format/useFormats.js";
import type { Texts } from "../../texts/texts.js";
import { useTexts } from "../../texts/useTexts.js";
import { COUNTER_NAMES, type CounterName, EVENT_NAMES, type EventName } from "../../verify/figures.js";

type Name = CounterName | EventName;
type Totals<N extends Name> = SinceStart<Readonly<Record<N, bigint | null>>>;

/** How a total is written: digits of its smallest unit, the unit, and digits that are worth showing. */
const SCALES: Partial<Record<Name, { decimals: number; divisor: bigint; unit: string; shown: number }>> = {
  energyThroughputMicroWh: { decimals: 9, divisor: 1n, unit: "kWh", shown: 3 },
  capacityThroughputMicroAh: { decimals: 6, divisor: 1n, unit: "Ah", shown: 2 },
  timeExtremeHighTempMs: { decimals: 1, divisor: 6_000n, unit: "min", shown: 1 },
  timeExtremeLowTempMs: { decimals: 1, divisor: 6_000n, unit: "min", shown: 1 },
  timeExtremeHighTempChargingMs: { decimals: 1, divisor: 6_000n, unit: "min", shown: 1 },
  timeExtremeLowTempChargingMs: { decimals: 1, divisor: 6_000n, unit: "min", shown: 1 },
};

function written(name: Name, amount: bigint, { locale, count }: Formats): string {
  const scale = SCALES[name];
  if (!scale) return count(amount);
  const options = { minimumFractionDigits: scale.shown, maximumFractionDigits: scale.shown };
  return numberFormat(locale, options).format(toDecimal(amount / scale.divisor, scale.decimals));
}

/** The maker's limit that a harmful event is beyond, in words. */
function limitOf(name: Name, passport: PassportRoots, texts: Texts["dossier"]["tallies"], formats: Formats) {
  const { limits } = passport;
  const volts = (microV: bigint) =>
    `${numberFormat(formats.locale, { maximumFractionDigits: 3 }).format(toDecimal(microV, 6))}\u00a0V`;
  switch (name) {
    case "deepDischargeCount":
      return texts.below(volts(limits.voltageMinMicroV));
    case "overChargeCount":
      return texts.above(volts(limits.voltageMaxMicroV));
    case "timeExtremeHighTempMs":
      return texts.above(formats.celsius(limits.temperatureMaxMilliC));
    case "timeExtremeLowTempMs":
      return texts.below(formats.celsius(limits.temperatureMinMilliC));
    case "timeExtremeHighTempChargingMs":
      return texts.above(formats.celsius(limits.chargingTemperatureMaxMilliC));
    case "timeExtremeLowTempChargingMs":
      return texts.below(formats.celsius(limits.chargingTemperatureMinMilliC));
    default:
      return undefined;
  }
}

interface TalliesProps<N extends Name> {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly names: readonly N[];
  /** Null where the file holds no cycle. */
  readonly totals: Totals<N> | null;
  readonly passport: PassportRoots;
}

function TalliesTable<N extends Name>({ title, names, totals, passport }: TalliesProps<N> & { totals: Totals<N> }) {
  const { tallies: texts } = useTexts().dossier;
  const formats = useFormats();
  return (
    <table className="tallies">
      <caption className="visually-hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.what}</th>
          <th scope="col" className="number">
            {totals.start === "factoryGate" ? texts.atGate : texts.atStart}
          </th>
          <th scope="col" className="number">
            {texts.since}
          </th>
          <th scope="col" className="number">
            {texts.total}
          </th>
        </tr>
      </thead>
      <tbody>
        {names.map((name) => {
          const [atStart, since, total] = [totals.atStart[name], totals.since[name], totals.now[name]];
          const unit = SCALES[name]?.unit;
          const limit = limitOf(name, passport, texts, formats);
          return (
            <tr key={name} data-tally={name}>
              <th scope="row">
                {texts.names[name]}
                {unit ? <span className="quiet">, {unit}</span> : null}
                {limit ? <span className="sub">{limit}</span> : null}
              </th>
              {atStart === null || since === null || total === null ? (
                <td className="number quiet" colSpan={3}>
                  {texts.notMeasured}
                </td>
              ) : (
                <>
                  <td className="number">{written(name, atStart, formats)}</td>
                  <td className="number">{written(name, since, formats)}</td>
                  <td className="number strong">{written(name, total, formats)}</td>
                </>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Section<N extends Name>(props: TalliesProps<N>) {
  const { tallies: texts } = useTexts().dossier;
  const { id, title, note, names, totals } = props;
  const unmeasured = totals !== null && names.every((name) => totals.now[name] === null);
  return (
    <section className="section" aria-labelledby={`${id}-title`} data-testid={id}>
      <h2 id={`${id}-title`}>{title}</h2>
      {note ? <p className="section-intro">{unmeasured ? texts.allUnmeasured : note}</p> : null}
      {totals === null ? <p className="empty">{texts.none}</p> : <TalliesTable {...props} totals={totals} />}
    </section>
  );
}

type Shown = Pick<TalliesProps<Name>, "passport">;

/** Harmful events of Annex VII, before and since the history's start. */
export function HarmfulEvents({ totals, passport }: Shown & { readonly totals: Totals<EventName> | null }) {
  const { tallies: texts } = useTexts().dossier;
  return (
    <Section
      id="harmful-events"
      title={texts.eventsTitle}
      note={texts.eventsNote}
      names={EVENT_NAMES}
      totals={totals}
      passport={passport}
    />
  );
}

/** Running counters of SPEC 99100, before and since the history's start. */
export function Counters({ totals, passport }: Shown & { readonly totals: Totals<CounterName> | null }) {
  const { tallies: texts } = useTexts().dossier;
  return (
    <Section id="counters" title={texts.countersTitle} names={COUNTER_NAMES} totals={totals} passport={passport} />
  );
}
