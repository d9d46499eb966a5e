import {
  BaseContract,
  getBytes,
  Interface,
  type JsonFragment,
  type JsonFragmentType,
  toUtf8String,
  Utf8ErrorFuncs,
} from "ethers";

const loosened = new WeakMap<Interface, Interface>();

/**
 * The same contract, whose answers have the bytes of texts in place of texts, as hex: `looseText` reads them. Contracts take any
 * bytes as a text, and ethers refuses a whole answer for one that is no UTF-8, so that a broken name would hide all the others.
 */
export function textsAsBytes<Contract extends BaseContract>(contract: Contract): Contract {
  const { interface: strict, target, runner } = contract;
  const loose = loosened.get(strict) ?? new Interface(withBytes(JSON.parse(strict.formatJson()) as JsonFragment[]));
  loosened.set(strict, loose);
  // Answers alone are read otherwise, and a text and its bytes in hex are both strings.
  return new BaseContract(target, loose, runner) as Contract;
}

/** Text of bytes that should be UTF-8: what is none becomes U+FFFD. */
export function looseText(bytes: unknown): string {
  return toUtf8String(getBytes(String(bytes)), Utf8ErrorFuncs.replace);
}

/** Selectors go by what a function takes, so its answers may be declared as they are to be read. */
function withBytes(fragments: readonly JsonFragment[]): JsonFragment[] {
  return fragments.map((fragment) =>
    fragment.outputs === undefined ? fragment : { ...fragment, outputs: asBytes(fragment.outputs) },
  );
}

function asBytes(outputs: readonly JsonFragmentType[]): JsonFragmentType[] {
  return outputs.map(({ type = "", components, ...rest }) => ({
    ...rest,
    type: type.replace(/^string/, "bytes"),
    ...(components === undefined ? {} : { components: asBytes(components) }),
  }));
}
