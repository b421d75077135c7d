package numeral
import ("testing";"fmt";"os";"bufio")
func TestZZ(t *testing.T){
 f,_:=os.Open("/tmp/forms.txt"); sc:=bufio.NewScanner(f)
 for sc.Scan(){ s:=sc.Text(); fmt.Print(s,"  →")
  for i:=0;; { n,ok:=Next(s,i); if !ok {break}; fl:=""
   if n.Chinese {fl+="C"}; if n.Percent{fl+="%"}; if n.More{fl+="M"}; if n.Fuzzy{fl+="F"}; if n.Ordinal{fl+="O"}; if n.Latin{fl+="L"}
   fmt.Printf("  [%s]=%s",s[n.Start:n.End],n.Value); if !n.High.IsZero(){fmt.Printf("..%s",n.High)}; if n.Power>0{fmt.Printf("^%d",n.Power)}; fmt.Print(fl); i=n.End }
  fmt.Println() } }
