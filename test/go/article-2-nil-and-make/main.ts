// An unmade channel prints as <nil>, a made one as an address. Both are chan int.
import {
  Channel,
  main,
  type ReceiveChannel,
  type SendChannel,
  typeOf,
} from "rendezvous";

main(() => {
  const unmade = Channel.nil<number>("int");
  console.log("unmade value:", unmade);
  console.log("unmade type: ", typeOf(unmade));
  console.log("unmade == nil:", unmade.isNil);

  const made = new Channel<number>(0, "int");
  console.log("made value:", made);
  console.log("made type: ", typeOf(made));
  console.log("made == nil:", made.isNil);

  const same = made;
  console.log("copy == original:", same === made);
  console.log("two makes equal:", made === new Channel<number>(0, "int"));
  const toReceive: ReceiveChannel<number> = made;
  const toSend: SendChannel<number> = made;
  console.log(
    "directions:",
    typeOf(toReceive, "receive"),
    typeOf(toSend, "send"),
  );
  console.log("in == made:", toReceive === made);
});
