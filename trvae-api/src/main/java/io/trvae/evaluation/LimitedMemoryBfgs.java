package io.trvae.evaluation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth function with L-BFGS (Nocedal and Wright 2006, "Numerical Optimization",
 * algorithms 7.4 and 7.5) and a backtracking line search (algorithm 3.1).
 */
final class LimitedMemoryBfgs {

  private static final int MEMORY = 10;
  private static final double FLAT = 1e-6;
  private static final double SUFFICIENT_DECREASE = 1e-4;
  private static final double SMALLEST_STEP = 1e-10;

  private LimitedMemoryBfgs() {}

  /** A function to minimise. */
  interface Objective {
    /** Returns the value at a place, and writes the gradient there. */
    double evaluate(double[] place, double[] gradient);
  }

  /** What a step taught about the curvature: its way s, and the change y of the gradient. */
  private record Step(double[] s, double[] y, double product) {}

  /**
   * Searches from a place until the gradient vanishes, no step leads further down, or the
   * iterations are used up.
   */
  static double[] minimise(Objective objective, double[] start, int iterations) {
    double[] place = start.clone();
    double[] gradient = new double[place.length];
    double value = objective.evaluate(place, gradient);
    Deque<Step> steps = new ArrayDeque<>();
    for (int i = 0; i < iterations && dot(gradient, gradient) > FLAT * FLAT; i++) {
      double[] direction = direction(gradient, steps);
      double slope = dot(gradient, direction);
      // Only later steps have a natural length of 1.
      double length = steps.isEmpty() ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
      double[] nextGradient = new double[place.length];
      double[] next = moved(place, length, direction);
      double nextValue = objective.evaluate(next, nextGradient);
      // Written so that NaN shortens the step.
      while (!(nextValue <= value + SUFFICIENT_DECREASE * length * slope)) {
        length /= 2;
        if (length < SMALLEST_STEP) {
          return place;
        }
        next = moved(place, length, direction);
        nextValue = objective.evaluate(next, nextGradient);
      }
      remember(steps, moved(next, -1, place), moved(nextGradient, -1, gradient));
      place = next;
      gradient = nextGradient;
      value = nextValue;
    }
    return place;
  }

  /** Keeps a step if the function curves upwards along it: else there may be no way down. */
  private static void remember(Deque<Step> steps, double[] s, double[] y) {
    double product = dot(s, y);
    if (product > 1e-10 * dot(y, y)) {
      if (steps.size() == MEMORY) {
        steps.removeLast();
      }
      steps.addFirst(new Step(s, y, product));
    }
  }

  /** The two-loop recursion; the newest step is the first. */
  private static double[] direction(double[] gradient, Deque<Step> steps) {
    double[] direction = moved(new double[gradient.length], -1, gradient);
    Deque<Double> weights = new ArrayDeque<>();
    for (Step step : steps) {
      double weight = dot(step.s, direction) / step.product;
      direction = moved(direction, -weight, step.y);
      weights.addFirst(weight);
    }
    if (!steps.isEmpty()) {
      Step newest = steps.getFirst();
      scale(direction, newest.product / dot(newest.y, newest.y));
    }
    Iterator<Step> oldestFirst = steps.descendingIterator();
    for (double weight : weights) {
      Step step = oldestFirst.next();
      double back = dot(step.y, direction) / step.product;
      direction = moved(direction, weight - back, step.s);
    }
    return direction;
  }

  private static double[] moved(double[] place, double length, double[] direction) {
    double[] moved = new double[place.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = place[i] + length * direction[i];
    }
    return moved;
  }

  private static void scale(double[] vector, double factor) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= factor;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
