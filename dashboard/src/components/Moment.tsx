import { isoMoment } from "../format/time.js";
import { useFormats } from "../format/useFormats.js";
import { useTexts } from "../texts/useTexts.js";

interface MomentProps {
  /** Unix seconds. */
  readonly timestampS: string | number;
  readonly show?: "moment" | "day" | "clock";
  /** The time was made up because the source has none. */
  readonly synthetic?: boolean;
}

/** A time in the reader's zone, with the zone on hover. */
export function Moment({ timestampS, show = "moment", synthetic = false }: MomentProps) {
  const formats = useFormats();
  const texts = useTexts();
  const seconds = Number(timestampS);
  return (
    <>
      <time className="nowrap" dateTime={isoMoment(seconds)} title={formats.momentWithZone(seconds)}>
        {formats[show](seconds)}
      </time>
      {synthetic ? (
        <>
          {" "}
          <span className="tag" title={texts.common.syntheticTimesHint}>
            {texts.common.syntheticTimes}
          </span>
        </>
      ) : null}
    </>
  );
}
