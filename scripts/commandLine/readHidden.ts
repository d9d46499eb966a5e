import { PasswordDeclined } from "./passwordErrors.js";

const ENTER = /[\r\n]/;
const BACKSPACE = /[\u007f\b]/;
const CTRL_C = "\u0003";
const CTRL_D = "\u0004";

/** A terminal's two ends. */
export interface TerminalStreams {
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: Pick<NodeJS.WriteStream, "write">;
}

/**
 * A line that the user types at the terminal without seeing it. The question goes to stderr, so that stdout stays the
 * result's.
 * @throws PasswordDeclined
 */
export async function readHidden(question: string, { stdin, stderr }: TerminalStreams = process): Promise<string> {
  const wasRaw = stdin.isRaw;
  // Before the question is seen, so that nothing typed in answer to it is echoed.
  stdin.setRawMode(true);
  stderr.write(question);
  stdin.setEncoding("utf8");
  stdin.resume();
  try {
    return await line(stdin);
  } finally {
    stdin.setRawMode(wasRaw);
    stdin.pause();
    stderr.write("\n");
  }
}

function line(stdin: NodeJS.ReadStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed: string[] = [];
    const done = (end: () => void) => {
      process.off("SIGINT", decline);
      process.off("SIGTERM", decline);
      stdin.off("data", take);
      stdin.off("end", decline);
      end();
    };
    const decline = () => done(() => reject(new PasswordDeclined()));
    const take = (chunk: string) => {
      for (const character of chunk) {
        if (ENTER.test(character)) return done(() => resolve(typed.join("")));
        if (character === CTRL_C || character === CTRL_D) return decline();
        if (BACKSPACE.test(character)) typed = typed.slice(0, -1);
        else typed.push(character);
      }
    };
    process.on("SIGINT", decline);
    process.on("SIGTERM", decline);
    stdin.on("data", take);
    stdin.on("end", decline);
  });
}
