import type { TimeSource } from "../../../../protocol/index.js";
import { Facts } from "../../components/Facts.js";
import { Moment } from "../../components/Moment.js";
import { useFormats } from "../../format/useFormats.js";
import { useTexts } from "../../texts/useTexts.js";
import type { ReportFigures } from "../../verify/figures.js";
import type { ValueAnswer } from "../../verify/value.js";

const MICRO = 1_000_000n;
/** `TimeSource.Synthetic`, by value: importing it would bring the protocol into the page. */
const SYNTHETIC: TimeSource = 2;

interface HeadlineProps {
  readonly identifier: string;
  readonly figures: ReportFigures;
  readonly answer: ValueAnswer | undefined;
}

/** The few figures that most readers come for. */
export function Headline({ identifier, figures, answer }: HeadlineProps) {
  const { facts: texts } = useTexts().report;
  const formats = useFormats();
  const { health, freshness } = figures;
  if (health === null) return null;
  const estimate = answer?.kind === "estimated" ? answer.estimate : undefined;
  const stateOfHealth = estimate?.stateOfHealth ?? null;
  return (
    <Facts
      label={identifier}
      facts={[
        ...(stateOfHealth === null
          ? []
          : [
              { name: texts.health, hint: texts.healthHint, value: formats.percent(stateOfHealth) },
              { name: texts.fade, hint: texts.fadeHint, value: formats.percent(estimate?.capacityFade ?? 0) },
            ]),
        { name: texts.lastDischarge, hint: texts.lastDischargeHint, value: formats.percent(health.stateOfHealth) },
        { name: texts.fullCycles, hint: texts.fullCyclesHint, value: formats.count(health.numberOfFullCycles) },
        { name: texts.throughput, value: formats.kWh(health.energyThroughputMicroWh / MICRO) },
        ...(freshness
          ? [
              {
                name: texts.lastRecord,
                value: (
                  <Moment
                    timestampS={freshness.lastRecordedAtS.toString()}
                    show="day"
                    synthetic={freshness.timeSource === SYNTHETIC}
                  />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
