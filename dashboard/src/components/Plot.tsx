import { type KeyboardEvent, useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { type Palette, readPalette } from "./palette.js";
import { useDarkness } from "./useDarkness.js";
import { useWidth } from "./useWidth.js";

/** What a drawing needs beside its data; a new object draws the plot anew. */
export type Draw = (palette: Palette, width: number) => Omit<uPlot.Options, "width" | "height">;

interface PlotProps {
  readonly draw: Draw;
  readonly data: uPlot.AlignedData;
  readonly height: number;
  /** Index at the cursor; null without one. */
  readonly cursor: number | null;
  readonly onCursor: (index: number | null) => void;
  /** A click or Enter on the value at `index`. */
  readonly onPick: (index: number) => void;
  /** A stretch of x that was dragged over. */
  readonly onSelect?: ((from: number, to: number) => void) | undefined;
  readonly label: string;
  /** The value at the cursor in words, for screen readers. */
  readonly valueText: string;
  readonly describedBy?: string;
}

const PAGE_STEP = 24;

/** Where a key moves the cursor among `count` values; undefined for a key that does not. */
function moved(key: string, at: number | null, count: number): number | undefined {
  const last = count - 1;
  const from = at ?? last;
  const targets: Record<string, number> = {
    ArrowLeft: at === null ? last : from - 1,
    ArrowRight: at === null ? last : from + 1,
    PageUp: from - PAGE_STEP,
    PageDown: from + PAGE_STEP,
    Home: 0,
    End: last,
  };
  const target = targets[key];
  return target === undefined ? undefined : Math.max(0, Math.min(last, target));
}

/** A canvas plot that a pointer and a keyboard can read, as a slider along its values. */
export function Plot(props: PlotProps) {
  const { draw, data, height, cursor, onCursor, onPick, label, valueText, describedBy } = props;
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const width = useWidth(holder);
  const dark = useDarkness();
  // Handlers change with every render; the plot reads the latest ones and need not be built again.
  const latest = useRef(props);
  latest.current = props;
  const count = data[0]?.length ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: data have their own effect; `dark` changes the palette
  useEffect(() => {
    const target = holder.current;
    if (!target || width === 0) return;
    const options = draw(readPalette(target), width);
    const made = new uPlot(
      {
        ...options,
        width,
        height,
        legend: { show: false },
        cursor: {
          y: false,
          points: { show: false },
          drag: { x: latest.current.onSelect !== undefined, y: false, setScale: false },
          ...options.cursor,
        },
        hooks: {
          ...options.hooks,
          setCursor: [(u: uPlot) => latest.current.onCursor(u.cursor.idx ?? null)],
          setSelect: [
            (u: uPlot) => {
              const { left, width: dragged } = u.select;
              if (dragged < 4) return;
              latest.current.onSelect?.(u.posToVal(left, "x"), u.posToVal(left + dragged, "x"));
              u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            },
          ],
        },
      },
      latest.current.data,
      target,
    );
    made.over.addEventListener("click", () => {
      const index = made.cursor.idx;
      if (index !== null && index !== undefined && made.select.width === 0) latest.current.onPick(index);
    });
    plot.current = made;
    return () => {
      plot.current = undefined;
      made.destroy();
    };
  }, [draw, width, height, dark]);

  useEffect(() => {
    plot.current?.setData(data, true);
  }, [data]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && cursor !== null) {
      event.preventDefault();
      onPick(cursor);
      return;
    }
    const target = moved(event.key, cursor, count);
    if (target === undefined || count === 0) return;
    event.preventDefault();
    const x = data[0]?.[target];
    const made = plot.current;
    if (made && x !== undefined && x !== null) {
      made.setCursor({ left: made.valToPos(x, "x"), top: 0 }, false);
    }
    onCursor(target);
  }

  return (
    <div
      ref={holder}
      className="plot"
      style={{ height }}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, count - 1)}
      aria-valuenow={cursor ?? Math.max(0, count - 1)}
      aria-valuetext={valueText}
      aria-describedby={describedBy}
      onKeyDown={onKeyDown}
    />
  );
}
