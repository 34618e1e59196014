package io.trvae.samples;

import java.util.LinkedHashMap;
import java.util.Map;

/** What each metric of an evaluation means, in a line. */
final class MetricDefinitions {

  private static final Map<String, String> LINES = lines();

  private MetricDefinitions() {}

  /** Returns the line of a metric, or nothing for one that is not known here. */
  static String of(String metric) {
    return LINES.getOrDefault(metric, "");
  }

  private static Map<String, String> lines() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put(
        "target_accuracy", "share of transferred images that the judge takes for the target's");
    lines.put(
        "kid",
        "kernel distance (unbiased squared MMD, cubic kernel) of transferred images from the"
            + " target's real ones, on the judge's features; less is better");
    lines.put(
        "kid_ceiling", "the same of the source's real images: a model that changes nothing has it");
    lines.put(
        "kid_floor", "the same between two halves of the real images: a perfect model has it");
    lines.put(
        "content_luminance",
        "correlation of input and output in 8 x 8 averages of light, mean over images");
    lines.put(
        "content_chroma",
        "correlation of input and output, over images, in the colour of the central third");
    lines.put(
        "diversity",
        "mean pairwise distance of transferred images, over that of the target's real ones");
    lines.put(
        "sharpness",
        "variance of the Laplacian of transferred images, over that of the target's real ones");
    lines.put("round_trip_psnr", "there and back again, against the input, in dB");
    lines.put("judge_accuracy", "share of real images whose domain the judge recognises");
    lines.put("psnr", "the reconstruction in the own domain, against the input, in dB");
    lines.put("ssim", "structural similarity of the reconstruction and the input, at most 1");
    lines.put(
        "leakage_linear_latent",
        "accuracy with which a logistic regression finds the domain in latent codes; chance is one"
            + " over the number of domains");
    lines.put("leakage_mlp_latent", "the same with a perceptron of two layers");
    lines.put(
        "leakage_linear_mmd",
        "accuracy with which a logistic regression finds the domain in the MMD layer");
    lines.put("leakage_mlp_mmd", "the same with a perceptron of two layers");
    return lines;
  }
}
