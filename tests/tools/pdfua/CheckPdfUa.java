import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates each PDF named on the command line against PDF/UA-1.
 *
 * <p>Prints, tab-separated, a line "file, path, pass or fail, number of checks" for each, followed by
 * a line "rule, clause, number of failures, message, place of the first" for each rule it breaks.
 */
public class CheckPdfUa {
    private record Failure(int count, TestAssertion first) {}

    public static void main(String[] paths) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.fromString("ua1");
        for (String path : paths) {
            try (FileInputStream file = new FileInputStream(path);
                    PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                    PDFAValidator validator =
                            Foundries.defaultInstance().createValidator(flavour, false)) {
                report(path, validator.validate(parser));
            }
        }
    }

    private static void report(String path, ValidationResult result) {
        line("file", path, result.isCompliant() ? "pass" : "fail", result.getTotalAssertions());
        Map<String, Failure> failures = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String clause =
                        assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                failures.merge(
                        clause,
                        new Failure(1, assertion),
                        (old, one) -> new Failure(old.count() + 1, old.first()));
            }
        }
        failures.forEach(
                (clause, failure) ->
                        line(
                                "rule",
                                clause,
                                failure.count(),
                                failure.first().getMessage(),
                                failure.first().getLocation().getContext()));
    }

    private static void line(Object... fields) {
        StringBuilder text = new StringBuilder();
        for (Object field : fields) {
            text.append(text.isEmpty() ? "" : "\t").append(String.valueOf(field).replaceAll("\\s+", " "));
        }
        System.out.println(text);
    }
}
