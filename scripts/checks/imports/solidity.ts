const IMPORT = /^[ \t]*import\s+(?:[^"';]*\sfrom\s+)?["']([^"']+)["']/gm;
const ALLOWED_PACKAGES = ["@openzeppelin/contracts/", "solady/"];

/**
 * Holds a contract's imports against the rule that contracts know OpenZeppelin (Solady where a measured target needs
 * it) and each other, and that nothing outside `contracts/mocks` knows a mock.
 * @param file Path from the repository's root, inside `contracts/`.
 */
export function judgeSolidityImports(file: string, text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "));
  return [...code.matchAll(IMPORT)].flatMap((match) => {
    const specifier = match[1] ?? "";
    const line = code.slice(0, match.index).split("\n").length;
    const fault = judge(file, specifier);
    return fault ? [`${file}:${line} ${fault}`] : [];
  });
}

function judge(file: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) {
    const fits = ALLOWED_PACKAGES.some((prefix) => specifier.startsWith(prefix));
    return fits ? undefined : `imports ${specifier}: contracts import OpenZeppelin or Solady only`;
  }
  const target = new URL(specifier, `file:///${file}`).pathname.slice(1);
  if (!target.startsWith("contracts/")) return `imports ${target}, which lies outside contracts/`;
  if (target.startsWith("contracts/mocks/") && !file.startsWith("contracts/mocks/"))
    return `imports the mock ${target}`;
  return undefined;
}
