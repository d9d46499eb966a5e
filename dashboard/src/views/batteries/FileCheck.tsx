import { useTexts } from "../../texts/useTexts.js";
import { goTo } from "../../useRoute.js";
import { DropZone } from "../report/DropZone.js";

/** A shortcut to the report for who has a battery's file at hand. */
export function FileCheck() {
  const { verify } = useTexts();
  return (
    <section className="section" aria-labelledby="drop-title">
      <h2 id="drop-title">{verify.drop.title}</h2>
      <DropZone onTaken={() => goTo({ view: "report" })} />
    </section>
  );
}
