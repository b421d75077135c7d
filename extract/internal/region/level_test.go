package region

import (
	"testing"

	"zhenggai/model"
)

func TestLevel(t *testing.T) {
	county := &model.Region{Province: "湖南省", Prefecture: "长沙市", County: "浏阳市"}
	city := &model.Region{Province: "湖南省", Prefecture: "长沙市"}
	tests := []struct {
		name string
		sits *model.Region
		want string
	}{
		{"中共湖南省水利厅党组", nil, "province"},
		{"中共上海市委", nil, "province"},
		{"中共长沙市水利局党组", nil, "prefecture"},
		{"浏阳市人民政府", nil, "county"},
		{"中共珠海市斗门区委", nil, "county"},
		{"上海市静安区民政局", nil, "county"},
		{"市水务局党组", city, "prefecture"},
		{"市水务局党组", county, "county"},
		{"市水务局党组", nil, ""},
		{"县水务局党组", nil, "county"},
		{"自治区财政厅", nil, "province"},
		{"中共丙丁县水务局党组", nil, "county"},
		{"丙丁市甲乙区城市管理局", nil, "county"},
		{"丙丁市城市管理局", nil, ""},
		{"丙丁景区管理局", nil, ""},
		{"教育部党组", nil, ""},
	}
	g := gazetteer(t)
	for _, test := range tests {
		if got := g.Level(test.name, test.sits, 2024); got != test.want {
			t.Errorf("%s: level %q, want %q", test.name, got, test.want)
		}
	}
}
