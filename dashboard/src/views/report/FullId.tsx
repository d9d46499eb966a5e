import { Identifier } from "../../components/Identifier.js";

/** An id that is shortened on the screen, where it can be copied, and whole on paper, where it cannot. */
export function FullId({ id, what }: { readonly id: string; readonly what: string }) {
  return (
    <>
      <span className="no-print">
        <Identifier id={id} what={what} />
      </span>
      <span className="only-print mono">{id}</span>
    </>
  );
}
