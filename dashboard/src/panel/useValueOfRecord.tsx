import type { ReactNode } from "react";
import { useFormats } from "../format/useFormats.js";
import { useTexts } from "../texts/useTexts.js";
import type { Explained } from "./ask.js";
import type { Detail } from "./Step.js";

type RecordExplained = Extract<Explained, { readonly kind: "record" }>;

interface ShownValue {
  readonly headline: ReactNode;
  readonly explanation: string;
  readonly details: readonly Detail[];
}

const MILLI = 1_000;

/** What a record says, in the reader's words. */
export function useValueOfRecord({ proof, previous }: RecordExplained): ShownValue {
  const { proof: texts } = useTexts();
  const formats = useFormats();
  const { labels, explain } = texts;
  const { record } = proof;
  switch (record.type) {
    case "ChargeCycle": {
      const { measurements, counters } = record;
      return {
        headline: `${labels.discharged} ${formats.ampereHours(measurements.dischargeMicroAh)}`,
        explanation: explain.cycleValue,
        details: [
          { name: labels.charged, value: formats.ampereHours(measurements.chargeMicroAh) },
          { name: labels.fullCycles, value: formats.count(counters.numberOfFullCycles) },
        ],
      };
    }
    case "SensorReading":
      return {
        headline: `${record.field}: ${new Intl.NumberFormat(formats.locale).format(Number(record.valueMilli) / MILLI)}`,
        explanation: explain.sensorValue,
        details: [],
      };
    case "MeterReading": {
      const registers = [
        { name: labels.exportRegister, value: formats.kWh(record.exportWh) },
        { name: labels.importRegister, value: formats.kWh(record.importWh) },
      ];
      const before = previous?.record;
      if (before?.type !== "MeterReading") {
        return { headline: undefined, explanation: explain.openingValue, details: registers };
      }
      const fedIn = formats.kWh(BigInt(record.exportWh) - BigInt(before.exportWh));
      const taken = formats.kWh(BigInt(record.importWh) - BigInt(before.importWh));
      return {
        headline: `${labels.fedIn} ${fedIn}, ${labels.taken.toLocaleLowerCase(formats.locale)} ${taken}`,
        explanation: explain.meterValue(
          formats.moment(before.header.timestampS),
          formats.moment(record.header.timestampS),
        ),
        details: registers,
      };
    }
  }
}
