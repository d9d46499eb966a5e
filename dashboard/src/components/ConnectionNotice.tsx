import { useEffect, useState } from "react";
import { useLiveState } from "../data/live.js";
import { lastLoadedAtMs } from "../data/resources.js";
import { useFormats } from "../format/useFormats.js";
import { useTexts } from "../texts/useTexts.js";

const TICK_MS = 1_000;
/** A stream that comes back within this time was never missed. */
const PATIENCE_MS = 3_000;

/** Seconds since the page lost its stream of changes, or undefined while it hears them. */
function useSecondsLost(): number | undefined {
  const lost = useLiveState() === "lost";
  const [nowMs, setNowMs] = useState(() => Date.now());
  const [lostAtMs, setLostAtMs] = useState<number>();
  useEffect(() => {
    if (!lost) {
      setLostAtMs(undefined);
      return;
    }
    setLostAtMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [lost]);
  if (lostAtMs === undefined || nowMs - lostAtMs < PATIENCE_MS) return undefined;
  return Math.floor((nowMs - lostAtMs) / 1_000);
}

/** Says that what is shown grows old, how old it is, and what still works. */
export function ConnectionNotice() {
  const { problems } = useTexts();
  const formats = useFormats();
  const secondsLost = useSecondsLost();
  const loadedAtMs = lastLoadedAtMs();
  if (secondsLost === undefined || loadedAtMs === undefined) return null;
  const age = formats.duration(Math.max(0, (Date.now() - loadedAtMs) / 1_000));
  return (
    <p className="connection-notice">
      <span className="visually-hidden" role="status">
        {navigator.onLine ? problems.offlineTitle : ""}
      </span>
      {navigator.onLine ? `${problems.stale(age)} ${problems.offlineNext}` : problems.offlineBanner(age)}
    </p>
  );
}
