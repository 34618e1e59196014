package io.trvae.cuda.internal.training;

import io.trvae.cuda.internal.kernels.Convolution;
import io.trvae.network.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * How a convolution, or its gradient by the input, is computed as convolutions of what is there,
 * along one axis. A result at {@code places * i + place} takes what stands at {@code stride * i +
 * origin + tap}, times the sum of some of the weight's taps.
 *
 * <p>After an enlargement to 2x2 equal pixels there are two places. The gradient of a convolution
 * with a stride has as many as the stride: what stands between two steps has taps of its own. The
 * gradient of an enlarged one goes in steps of 2.
 *
 * @param taps how many are computed
 * @param stride of what is computed
 * @param places one for each place
 */
record TapMap(int taps, int stride, List<Place> places) {

  /** As many as a kernel's structure has room for. */
  static final int MOST_TAPS = 8;

  TapMap {
    if (taps > MOST_TAPS || places.size() > Convolution.MOST_PLACES) {
      throw new IllegalArgumentException(
          "No kernel trains a convolution with %d taps at %d places"
              .formatted(taps, places.size()));
    }
    places = List.copyOf(places);
  }

  /**
   * A place.
   *
   * @param origin of the first tap
   * @param sources for each tap, a bit for each of the weight's taps
   */
  record Place(int origin, List<Integer> sources) {}

  /** Where a tap of the weight lands. */
  private record Landing(int place, int offset, int tap) {}

  /** The convolution itself. */
  static TapMap forward(Layer.Conv2d layer, boolean enlarged) {
    List<Landing> landings = new ArrayList<>();
    int places = enlarged ? 2 : 1;
    for (int place = 0; place < places; place++) {
      for (int tap = 0; tap < layer.kernel(); tap++) {
        int offset = Math.floorDiv(place + tap - layer.padBefore(), places);
        landings.add(new Landing(place, offset, tap));
      }
    }
    return of(landings, places, layer.stride());
  }

  /** Its gradient by the input. */
  static TapMap backward(Layer.Conv2d layer, boolean enlarged) {
    List<Landing> landings = new ArrayList<>();
    if (enlarged) {
      for (int child = 0; child < 2; child++) {
        for (int tap = 0; tap < layer.kernel(); tap++) {
          landings.add(new Landing(0, child + layer.padBefore() - tap, tap));
        }
      }
      return of(landings, 1, 2);
    }
    int places = layer.stride();
    for (int place = 0; place < places; place++) {
      for (int tap = 0; tap < layer.kernel(); tap++) {
        int distance = place + layer.padBefore() - tap;
        if (Math.floorMod(distance, places) == 0) {
          landings.add(new Landing(place, Math.floorDiv(distance, places), tap));
        }
      }
    }
    return of(landings, places, 1);
  }

  private static TapMap of(List<Landing> landings, int places, int stride) {
    List<Place> result = new ArrayList<>();
    int taps = 1;
    for (int place = 0; place < places; place++) {
      int number = place;
      List<Landing> here = landings.stream().filter(each -> each.place == number).toList();
      int origin = here.stream().mapToInt(Landing::offset).min().orElse(0);
      int end = here.stream().mapToInt(Landing::offset).max().orElse(0);
      List<Integer> sources = new ArrayList<>();
      for (int offset = origin; offset <= end; offset++) {
        int bits = 0;
        for (Landing landing : here) {
          bits |= landing.offset == offset ? 1 << landing.tap : 0;
        }
        sources.add(bits);
      }
      taps = Math.max(taps, sources.size());
      result.add(new Place(origin, sources));
    }
    return new TapMap(taps, stride, result);
  }

  List<Integer> origins() {
    return places.stream().map(Place::origin).toList();
  }

  /** Returns which of the weight's taps are summed, as the kernel {@code arrange} takes it. */
  int[] sources() {
    int[] bits = new int[Convolution.MOST_PLACES * MOST_TAPS];
    for (int place = 0; place < places.size(); place++) {
      List<Integer> sources = places.get(place).sources;
      for (int tap = 0; tap < sources.size(); tap++) {
        bits[place * MOST_TAPS + tap] = sources.get(tap);
      }
    }
    return bits;
  }
}
