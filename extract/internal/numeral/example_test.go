package numeral_test

import (
	"fmt"

	"zhenggai/extract/internal/numeral"
	"zhenggai/extract/rules"
)

func ExampleNext() {
	text := "累计下达补贴24,978.12万元，惠及三千余户，覆盖率由百分之二十五提升至55.53%。"
	for i := 0; ; {
		n, ok := numeral.Next(rules.Default().Quantities, text, i)
		if !ok {
			break
		}
		fmt.Println(text[n.Start:n.End], n.Value, n.More, n.Percent)
		i = n.End
	}
	// Output:
	// 24,978.12万 249781200 false false
	// 三千余 3000 true false
	// 百分之二十五 25 false true
	// 55.53% 55.53 false true
}

func ExampleParse() {
	text := "共三五个"
	n, ok := numeral.Parse(rules.Default().Quantities, text, len("共"))
	fmt.Println(ok, n.Fuzzy, n.Value, n.High)
	// Output: true true 3 5
}
