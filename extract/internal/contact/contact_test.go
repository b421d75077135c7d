package contact

import (
	"strings"
	"testing"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/rules"
)

// TestContacts reads one line as part of a notice.
func TestContacts(t *testing.T) {
	contacts := New(rules.Default().Contacts, lexicon.New())
	for _, test := range []struct{ text, want string }{
		{"联系方式:电话0756-2780071;邮政信箱:珠海市斗门区井岸镇朝福路139号,邮政编码519100(信封请注明“意见”);电子邮箱:dm@zhuhai.gov.cn。", "phone 0756-2780071|address 珠海市斗门区井岸镇朝福路139号|postcode 519100|email dm@zhuhai.gov.cn"},
		{"联系电话：0734-8866213、8866217（工作日8:30-12:00）", "phone 0734-8866213|phone 0734-8866217"},
		{"联系电话：（028）87910326、13908172645；邮政编码：611743。", "phone 028-87910326|phone 13908172645|postcode 611743"},
		{"联系电话：０２３－４２７５１９０６；传真：023-42751908", "phone 023-42751906|fax 023-42751908"},
		{"电 话：0573-85061112(市委巡察办)", "phone 0573-85061112"},
		{"联系电话:020- 87766710", "phone 020-87766710"},
		{"电子邮箱：17373410662@163.com", "email 17373410662@163.com"},
		{"邮政信箱：广州市1960号信箱(邮编:510620)", "address 广州市1960号信箱|postcode 510620"},
		{"联系电话：0756-2780071-302", "phone 0756-2780071-302"},
		{"联系电话：(0756)2780071(302)", "phone 0756-2780071-302"},
		{"联系电话：0756-2780071 转 3021 分机", "phone 0756-2780071-3021"},
		{"联系电话：0756-2780071-2780072", "phone 0756-2780071|phone 0756-2780072"},
		{"联系电话：+86-756-2780071、0086 756 2780072、86-138-0013-8000", "phone 0756-2780071|phone 0756-2780072|phone 13800138000"},
		{"联系电话：0756-278 0071、138 0013 8000", "phone 0756-2780071|phone 13800138000"},
		{"联系方式：0756-2780071（传真）、0756-2780072（办公室）", "fax 0756-2780071|phone 0756-2780072"},
		{"电子邮箱：dm @ example.org", "email dm@example.org"},
		{"联系电话：***-********", ""},
		{"通过电话回访群众300人", ""},
		{"2020-2025年联系企业12家", ""},
	} {
		line := document.Line{Span: document.Span{End: len(test.text)}, Zone: document.Body}
		var got []string
		for _, c := range contacts.Find(test.text, contacts.words.Scan(nil, test.text, 0, len(test.text)), []document.Line{line}, rules.Default().Page) {
			got = append(got, c.Kind+" "+c.Value)
		}
		if strings.Join(got, "|") != test.want {
			t.Errorf("%s gives %q, want %q", test.text, strings.Join(got, "|"), test.want)
		}
	}
}
