// What there is to say about the class that this browser is in.
import { joined } from "./classroom.js";

/** In which class this browser is, in words, from what `present` returned. */
export function standing(found) {
  const { board, code } = joined() ?? {};
  if (!code) return found?.answer === "gone" ? `The board says: ${found.told.why} You are in no class.` : "You are in no class. Nothing is sent to anybody.";
  const go = `Your predictions, and whether your answers are right, go to ${board} without your name.`;
  if (found?.answer === "later") return `You are in class ${code}, as soon as its board can be reached: nobody answers at ${board} now. Is the address that of the teacher's screen?`;
  return found?.answer === "taken" ? `You are in class ${code}. ${go}` : `Class ${code}: asking its board …`;
}
