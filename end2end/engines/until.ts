// Waiting: looks again and again until there is an answer, or until time is up.

const PAUSE = 25;

/**
 * What `look` answers once it is neither undefined nor false. A page that is just being replaced makes `look` throw;
 * that counts as no answer, and the last such error is told if time runs out.
 */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>, seconds = 10): Promise<T> {
  let last: unknown;
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await pause()) {
    try {
      const answer = await look();
      last = undefined;
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`not within ${seconds} s: ${what}`, { cause: last });
}

const pause = () => new Promise((later) => setTimeout(later, PAUSE));
