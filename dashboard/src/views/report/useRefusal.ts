import type { Formats } from "../../format/formats.js";
import { useFormats } from "../../format/useFormats.js";
import type { Texts } from "../../texts/texts.js";
import { useTexts } from "../../texts/useTexts.js";
import type { ValueAnswer } from "../../verify/value.js";

/** Why there is no estimate, in the reader's language. */
export interface Refusal {
  readonly title: string;
  readonly code: string;
  readonly message: string;
  readonly next: string;
}

type Refusals = Texts["value"]["refusals"] & Pick<Texts["verify"]["problems"], "CheckStopped">;
type Refused = Extract<ValueAnswer, { readonly kind: "refused" }>;

function worded({ code, message, next, facts }: Refused, texts: Refusals, formats: Formats): Omit<Refusal, "title"> {
  const count = (name: string) => formats.count(Number(facts[name] ?? 0));
  const percent = (name: string) => formats.percent(Number(facts[name] ?? 0), 1);
  switch (code) {
    case "ValueHistoryTooShort": {
      const words = texts[code];
      return { code, message: words.message(count("usable"), count("needed")), next: words.next };
    }
    case "ValueHistoryStartMissing": {
      const words = texts[code];
      return { code, message: words.message(count("firstCycle"), count("latestFirstCycle")), next: words.next };
    }
    case "ValueNoFadeYet": {
      const words = texts[code];
      return { code, message: words.message(percent("fade"), percent("detectable")), next: words.next };
    }
    case "ValueEndOfLifeUnsupported": {
      const words = texts[code];
      return { code, message: words.message(percent("ofReference"), percent("lowest")), next: words.next };
    }
    case "ValueTodayUnknown": {
      const words = texts[code];
      return { code, message: words.message(count("cycles")), next: words.next };
    }
    case "ValueInputInvalid":
    case "ValueHistoryIsPart":
    case "CheckStopped":
    case "ValueHistoryTooPatchy":
      return { code, ...texts[code] };
    default:
      return { code, message, next };
  }
}

/** The named reason for which there is no estimate, if there is one. */
export function useRefusal(answer: ValueAnswer | undefined): Refusal | undefined {
  const { value, verify } = useTexts();
  const formats = useFormats();
  if (answer?.kind !== "refused") return undefined;
  const { CheckStopped } = verify.problems;
  const title = answer.code === "CheckStopped" ? value.brokeOff : value.refused;
  return { title, ...worded(answer, { ...value.refusals, CheckStopped }, formats) };
}
