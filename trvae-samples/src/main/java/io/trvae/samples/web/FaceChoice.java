package io.trvae.samples.web;

import io.trvae.face.Face;
import io.trvae.face.FacePolicy;
import io.trvae.face.PutBack;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The values of the parameter {@code face}: what the API offers of {@link FacePolicy}. */
enum FaceChoice {
  WHOLE((query, putBack) -> FacePolicy.wholeImage()),
  LARGEST((query, putBack) -> new FacePolicy.Largest(putBack, false)),
  ALL((query, putBack) -> new FacePolicy.All(putBack.orElse(PutBack.plain()), false)),
  GIVEN((query, putBack) -> given(face(query), putBack));

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final BiFunction<Query, Optional<PutBack>, FacePolicy> policy;

  FaceChoice(BiFunction<Query, Optional<PutBack>, FacePolicy> policy) {
    this.policy = policy;
  }

  /** Reads a request's parameters {@code face}, {@code putBack} and those that belong to them. */
  static FacePolicy policy(Query query) {
    FaceChoice choice = query.one("face", FaceChoice::byId).orElse(WHOLE);
    Optional<Optional<PutBack>> asked = query.one("putBack", FaceChoice::putBack);
    Optional<PutBack> putBack = asked.flatMap(Function.identity());
    if (putBack.isPresent() && choice == WHOLE) {
      throw new Refusal(400, "'putBack' needs a face that is part of the picture");
    }
    if (asked.isPresent() && putBack.isEmpty() && choice == ALL) {
      throw new Refusal(400, "'putBack': all faces go back into the picture, plain or matched");
    }
    return choice.policy.apply(query, putBack);
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(FaceChoice::id).toList();
  }

  private String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static FaceChoice byId(String id) {
    return Arrays.stream(values())
        .filter(choice -> choice.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + id + "' is none of " + ids()));
  }

  private static Optional<PutBack> putBack(String text) {
    return switch (text) {
      case "none" -> Optional.empty();
      case "plain" -> Optional.of(PutBack.plain());
      case "matched" -> Optional.of(PutBack.matchingColours());
      default ->
          throw new IllegalArgumentException("'" + text + "' is none of [none, plain, matched]");
    };
  }

  private static Face face(Query query) {
    double x = query.required("faceX", FaceChoice::finite);
    double y = query.required("faceY", FaceChoice::finite);
    double roll = query.one("faceRoll", FaceChoice::finite).orElse(0.0);
    return query.required("faceSide", side -> Face.of(x, y, finite(side))).withRollDegrees(roll);
  }

  /** Java reads numbers that are too large, or names, as infinite or as none. */
  private static double finite(String text) {
    double number = Double.parseDouble(text);
    if (!Double.isFinite(number)) {
      throw new NumberFormatException();
    }
    return number;
  }

  private static FacePolicy given(Face face, Optional<PutBack> putBack) {
    return new FacePolicy.Given(face, putBack);
  }
}
