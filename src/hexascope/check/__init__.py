"""Evidence → findings: pure judgements, each with its limits and its proof."""
