import type { Labels, MetricName, Sample } from "./metrics.js";
import { ALARM_RULES, type AlarmCode, type AlarmRule, type Severity } from "./rules.js";

/** Something that somebody has to look at. */
export interface Alarm {
  readonly code: AlarmCode;
  readonly severity: Severity;
  /** One sentence with its full stop; behind it whom it is about, if these are several. */
  readonly message: string;
  /** Whom it is about, if that is one node: its name. */
  readonly node?: string;
  /** Whom it is about, if that is one organisation's agency: the organisation's name. */
  readonly organisation?: string;
}

/** What the rules make of a look's numbers, in the order of the rules. A number that is missing raises nothing. */
export function alarmsOf(samples: readonly Sample[]): readonly Alarm[] {
  return ALARM_RULES.flatMap((rule) => {
    const values = samples.filter(({ metric }) => metric === rule.metric);
    return values.filter((sample) => isRaised(rule, sample, samples)).map((sample) => alarmOf(rule, sample, samples));
  });
}

function isRaised({ is, limit }: AlarmRule, { labels, value }: Sample, samples: readonly Sample[]): boolean {
  const bound = typeof limit === "number" ? limit : valueIn(samples, limit, labels);
  if (bound === undefined) return false;
  return is === "above" ? value > bound : value < bound;
}

function valueIn(samples: readonly Sample[], metric: MetricName, labels: Labels): number | undefined {
  const same = JSON.stringify(labels);
  return samples.find((each) => each.metric === metric && JSON.stringify(each.labels) === same)?.value;
}

function alarmOf(
  rule: AlarmRule & { readonly code: AlarmCode },
  { labels, value }: Sample,
  samples: readonly Sample[],
): Alarm {
  const words: Readonly<Record<string, string>> = {
    ...labels,
    value: `${Math.round(value)}`,
    days: tenths(value),
    percent: `${tenths(100 * value)} %`,
  };
  const summary = `${rule.summary.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole)}.`;
  const named = samples.flatMap((each) =>
    each.metric === rule.names && each.value === 0 && "node" in each.labels ? [each.labels.node] : [],
  );
  const message = named.length === 0 ? summary : `${summary} Missing: ${named.join(", ")}.`;
  return { code: rule.code, severity: rule.severity, message, ...whom(labels) };
}

function whom(labels: Labels): Pick<Alarm, "node" | "organisation"> {
  if ("node" in labels) return { node: labels.node };
  if (!("kind" in labels)) return {};
  return labels.kind === "node" ? { node: labels.name } : { organisation: labels.name };
}

/** A tenth of a day or of a percent is as much as anybody needs. */
function tenths(value: number): string {
  return `${Math.round(value * 10) / 10}`;
}
