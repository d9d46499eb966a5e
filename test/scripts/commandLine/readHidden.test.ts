import { PassThrough } from "node:stream";
import { expect } from "chai";
import { describe, it } from "mocha";
import { readHidden, type TerminalStreams } from "../../../scripts/commandLine/readHidden.js";

/** A terminal in memory: what is typed, what is shown, and whether it echoes. */
function terminal() {
  const shown: string[] = [];
  const modes: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isRaw: false,
    setRawMode(raw: boolean) {
      modes.push(raw);
      return stdin;
    },
  });
  const stderr = { write: (text: string) => shown.push(text) > 0 };
  return { streams: { stdin, stderr } as unknown as TerminalStreams, stdin, shown, modes };
}

describe("typing a password", () => {
  it("shows the question and nothing of what is typed, and lets the terminal echo again", async () => {
    const { streams, stdin, shown, modes } = terminal();
    const typed = readHidden("Password: ", streams);
    stdin.write("secrex\u007ft æ");
    stdin.write("ø\r");
    expect(await typed).to.equal("secret æø");
    expect(shown).to.deep.equal(["Password: ", "\n"]);
    expect(modes).to.deep.equal([true, false]);
  });

  it("takes two lines one after the other", async () => {
    const { streams, stdin } = terminal();
    const first = readHidden("1: ", streams);
    stdin.write("one\n");
    expect(await first).to.equal("one");
    const second = readHidden("2: ", streams);
    stdin.write("two\n");
    expect(await second).to.equal("two");
  });

  for (const [what, key] of Object.entries({ "Ctrl-C": "\u0003", "Ctrl-D": "\u0004" })) {
    it(`ends with ${what}, and gives the terminal back`, async () => {
      const { streams, stdin, modes } = terminal();
      const typed = readHidden("Password: ", streams).catch(({ code }: { code: string }) => code);
      stdin.write(`abc${key}`);
      expect(await typed).to.equal("PasswordDeclined");
      expect(modes).to.deep.equal([true, false]);
    });
  }
});
