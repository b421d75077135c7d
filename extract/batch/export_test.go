package batch

// For the tests that have to be outside of the package, since they extract.
var Collect = collect

type Outcomes = outcomes
