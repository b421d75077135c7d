package numeral
import ("testing";"fmt";"os";"encoding/json";"strings";"unicode/utf8")
func TestZR(t *testing.T){
 b,_:=os.ReadFile("/work/shared/specs/recognizers/Number/Chinese/NumberModel.json")
 var cs []struct{Input string; Results []struct{Text string; Resolution struct{Value string}}}
 if err:=json.Unmarshal(b,&cs);err!=nil{t.Fatal(err)}
 in,pass,out:=0,0,0
 for _,c:=range cs{
  if strings.ContainsAny(c.Input,"半打負负-－^eEkMm幣兆億萬兩倆貳陸壹贰叁幾點又/／雙个零十刃") && !strings.Contains(c.Input,"零十二") && strings.ContainsAny(c.Input,"半打負负-－^eEkM兆兩倆貳陸幾點又/／雙") || strings.Contains(c.Input,"分之") || strings.Contains(c.Input,"分 ") ||strings.Contains(c.Input,"分  "){out++;continue}
  if strings.Contains(c.Input," ") && !strings.Contains(c.Input,",") { out++; continue }
  in++
  var got,want []string
  for i:=0;;{ n,ok:=Next(c.Input,i); if !ok{break}; got=append(got,fmt.Sprintf("%s=%s",c.Input[n.Start:n.End],n.Value)); i=n.End}
  for _,r:=range c.Results{ want=append(want,r.Text+"="+r.Resolution.Value)}
  _ = utf8.RuneCountInString
  if strings.Join(got," ")==strings.Join(want," "){pass++}else{fmt.Println(c.Input,"\n   got ",got,"\n   want",want)}
 }
 fmt.Println(in,pass,out)
}
